using CoScheduler.Pool;
using CoScheduler.Tests.Scenarios;
using Xunit;

namespace CoScheduler.Tests.Pool;

/// <summary>A pool under test: every step is followed by the checks that always hold, and all of them are recorded.</summary>
internal sealed class PoolBed
{
    private readonly List<(PoolTime At, Command Command, StepResult Result)> _steps = [];

    public ResourcePool Pool { get; } = new();

    public PoolTime Now { get; private set; }

    public IReadOnlyList<(PoolTime At, Command Command, StepResult Result)> Steps => _steps;

    public PoolSnapshot Snapshot => Pool.Snapshot();

    public StepResult Run(string line) => Run(ScenarioCommands.Parse(line, Snapshot));

    public void RunAll(params ReadOnlySpan<string> lines)
    {
        foreach (var line in lines)
        {
            Assert.Null(Run(line).Refusal);
        }
    }

    public StepResult Run(Command command)
    {
        var before = Pool.Export();
        var result = Pool.Step(Now, command);
        if (result.Refusal is not null)
        {
            Assert.Equal(before, Pool.Export());
        }
        else
        {
            _steps.Add((Now, command, result));
        }

        var broken = Invariants.Check(Pool);
        Assert.True(broken.Count == 0, string.Join("\n", broken) + "\n" + Story());
        return result;
    }

    /// <summary>Lets time pass as a master would: a tick at every deadline.</summary>
    public List<StepResult> Wait(long milliseconds)
    {
        var results = new List<StepResult>();
        var end = Now.Plus(milliseconds);
        while (Pool.NextDeadline is { } next && next.CompareTo(end) <= 0)
        {
            Now = next;
            results.Add(Run(new Tick()));
        }

        Now = end;
        return results;
    }

    /// <summary>Decides every command again, and applies every decision again, through JSON as a journal would.</summary>
    public void AssertReplays()
    {
        var decided = new ResourcePool();
        var applied = new ResourcePool();
        foreach (var (at, command, result) in _steps)
        {
            var again = decided.Step(at, PoolJson.ReadCommand(PoolJson.Write(command)));
            Assert.Equal(ScenarioText.Of(result), ScenarioText.Of(again));
            applied.Apply(at, PoolJson.ReadDecisions(PoolJson.Write(result.Decisions)));
        }

        AssertSame(decided);
        AssertSame(applied);
        AssertSame(ResourcePool.Import(Pool.Export()));
    }

    /// <summary>The last steps, as scenario text.</summary>
    private string Story() => string.Join("\n", _steps.TakeLast(6).Select(step => $"{step.At.Milliseconds} {step.Command}\n{ScenarioText.Of(step.Result)}"));

    private void AssertSame(ResourcePool other)
    {
        Assert.Equal(System.Text.Encoding.UTF8.GetString(Pool.Export()), System.Text.Encoding.UTF8.GetString(other.Export()));
        var (mine, theirs) = (ScenarioText.ToJson(Pool.Snapshot()), ScenarioText.ToJson(other.Snapshot()));
        Assert.True(mine == theirs, $"{mine}\n{theirs}\n{Story()}");
        Assert.Equal(Pool.NextDeadline, other.NextDeadline);
        Assert.Empty(Invariants.Check(other));
    }
}
