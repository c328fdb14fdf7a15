using System.Collections.Immutable;
using System.Text.Json;

namespace CoScheduler.Frameworks.Spark;

/// <summary>Reads the answers of a driver's REST and metrics pages (Spark's monitoring documentation).</summary>
internal static class SampleReader
{
    private const string MaxNeededGauge = ".ExecutorAllocationManager.executors.numberMaxNeededExecutors";

    /// <summary>Reads <c>/api/v1/applications/ID/executors</c>; the driver itself is left out.</summary>
    public static ImmutableDictionary<string, ExecutorSample> Executors(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var executors = ImmutableDictionary.CreateBuilder<string, ExecutorSample>(StringComparer.Ordinal);
        foreach (var one in document.RootElement.EnumerateArray())
        {
            var id = one.GetProperty("id").GetString();
            if (id is null or "driver" || !one.GetProperty("isActive").GetBoolean())
            {
                continue;
            }

            executors[id] = new ExecutorSample(
                one.GetProperty("activeTasks").GetInt32(),
                one.GetProperty("completedTasks").GetInt32() + one.GetProperty("failedTasks").GetInt32(),
                one.GetProperty("rddBlocks").GetInt32());
        }

        return executors.ToImmutable();
    }

    /// <summary>Reads <c>/metrics/json/</c>; 0 as long as the gauge is not there.</summary>
    public static int MaxNeeded(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        foreach (var gauge in document.RootElement.GetProperty("gauges").EnumerateObject())
        {
            if (gauge.Name.EndsWith(MaxNeededGauge, StringComparison.Ordinal))
            {
                return gauge.Value.GetProperty("value").GetInt32();
            }
        }

        return 0;
    }
}
