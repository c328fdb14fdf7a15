using System.Text;
using CoScheduler.Pool;
using CoScheduler.Simulation.Worlds;
using CoScheduler.Tests.Pool;

namespace CoScheduler.Tests.Simulation.Faults;

/// <summary>
/// A journal says it all: decided again, every command gives the same decisions; cut at any byte, what is restored from it is
/// what was there.
/// </summary>
internal static class JournalCheck
{
    private const int Cuts = 3;

    public static void Run(SimulatedJournal journal, ResourcePool live, SeededRandom random)
    {
        var cuts = Enumerable.Range(0, Cuts).Select(_ => random.Next(0, journal.Length)).Append(journal.Length).Order().ToList();
        var again = new ResourcePool();
        var next = 0;
        long before = 0;
        foreach (var frame in journal.Read(journal.Length))
        {
            for (; next < cuts.Count && cuts[next] < frame.End; next++)
            {
                Same(again, journal.Restore(cuts[next]), $"restored from {cuts[next]} bytes of the journal");
            }

            var decided = again.Step(frame.At, PoolJson.ReadCommand(frame.Command));
            if (!PoolJson.Write(decided.Decisions).AsSpan().SequenceEqual(frame.Decisions))
            {
                throw new FaultException(
                    $"The step at byte {before} ({Encoding.UTF8.GetString(frame.Command)}), decided again, differs: "
                    + $"{Encoding.UTF8.GetString(PoolJson.Write(decided.Decisions))}, and it was {Encoding.UTF8.GetString(frame.Decisions)}");
            }

            before = frame.End;
        }

        Same(again, journal.Restore(journal.Length), "restored from the whole journal");
        Same(again, live, "as it lives");
    }

    private static void Same(ResourcePool decided, ResourcePool other, string what)
    {
        var (expected, actual) = (Encoding.UTF8.GetString(decided.Export()), Encoding.UTF8.GetString(other.Export()));
        if (expected != actual)
        {
            var at = expected.Zip(actual).TakeWhile(pair => pair.First == pair.Second).Count();
            throw new FaultException($"The pool {what} differs from the one decided again at character {at}: {Around(actual, at)} instead of {Around(expected, at)}");
        }

        if (decided.NextDeadline != other.NextDeadline)
        {
            throw new FaultException($"The pool {what} wakes at {other.NextDeadline}, the one decided again at {decided.NextDeadline}.");
        }

        foreach (var wrong in Invariants.Check(other))
        {
            throw new FaultException($"The pool {what}: {wrong}");
        }
    }

    private static string Around(string text, int at) => text[Math.Max(0, at - 60)..Math.Min(text.Length, at + 60)];
}
