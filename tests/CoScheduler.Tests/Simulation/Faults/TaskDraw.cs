using CoScheduler.Simulation.Worlds;

namespace CoScheduler.Tests.Simulation.Faults;

/// <summary>Draws what tasks do: most behave, some fail, ignore the signal, or stick though they were killed.</summary>
internal sealed class TaskDraw(SeededRandom random)
{
    /// <summary>Whether faults have stopped: then tasks start, run until they are asked to go, and go.</summary>
    public bool Calm { get; set; }

    public TaskBehaviour Next() => Calm
        ? new TaskBehaviour { Start = random.Next(0, 200L), Leaves = 500 }
        : new TaskBehaviour
        {
            Start = random.Next(0, 3_000L),
            FailsToStart = random.Chance(5),
            Runs = random.Chance(60) ? random.Next(1_000, 90_000L) : null,
            ExitCode = random.Chance(20) ? 1 : 0,
            Leaves = random.Chance(20) ? null : random.Next(0, 8_000L),
            Dies = random.Next(0, 9) switch
            {
                0 => null,
                1 => random.Next(10_000, 40_000L),
                _ => random.Next(0, 2_000L),
            },
        };
}
