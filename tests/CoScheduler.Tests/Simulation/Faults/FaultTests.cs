using System.Collections.Concurrent;
using System.Globalization;
using Xunit;

namespace CoScheduler.Tests.Simulation.Faults;

/// <summary>Worlds full of faults, each from a seed.</summary>
public sealed class FaultTests
{
    private const string OneSeed = "COSCHEDULER_SIMULATION_SEED";
    private const string HowMany = "COSCHEDULER_SIMULATION_SEEDS";
    private const int Usual = 1_000;
    private const int MostShown = 5;

    /// <summary>A thousand worlds, or as many as the environment says, or the one that it names.</summary>
    [Fact]
    public void Play_ManySeeds_KeepsEverythingThatAlwaysHolds()
    {
        var failures = new ConcurrentBag<(long Seed, string Message)>();
        Parallel.ForEach(Seeds(), new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = TestContext.Current.CancellationToken }, seed =>
        {
            if (Play(seed).Failure is { } failure)
            {
                failures.Add((seed, failure));
            }
        });
        var shown = failures.OrderBy(failure => failure.Seed).Take(MostShown)
            .Select(failure => $"seed {failure.Seed}: {failure.Message}\n  again: {OneSeed}={failure.Seed} dotnet run --project tests/CoScheduler.Tests -- -method \"*{nameof(Play_ManySeeds_KeepsEverythingThatAlwaysHolds)}\"");
        Assert.True(failures.IsEmpty, $"{failures.Count} seeds fail.\n{string.Join('\n', shown)}");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(77)]
    public void Play_ASeedAgain_GivesTheSameJournalToTheByte(long seed)
    {
        var (first, again) = (Play(seed), Play(seed));
        Assert.Equal(first, again);
        Assert.NotEqual(first.Hash, Play(seed + 1).Hash);
    }

    private static (string Hash, string? Failure) Play(long seed)
    {
        var run = new FaultRun(seed);
        try
        {
            run.Play();
            return (run.Journal.Hash, null);
        }
        catch (FaultException e)
        {
            return (run.Journal.Hash, e.Message);
        }
        catch (Exception e)
        {
            // An exception is a fault of the pool as well: it must be told with its seed.
            return (run.Journal.Hash, e.ToString());
        }
    }

    private static IEnumerable<long> Seeds()
    {
        if (Environment.GetEnvironmentVariable(OneSeed) is { Length: > 0 } one)
        {
            return [long.Parse(one, CultureInfo.InvariantCulture)];
        }

        var many = Environment.GetEnvironmentVariable(HowMany) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : Usual;
        return Enumerable.Range(1, many).Select(seed => (long)seed);
    }
}
