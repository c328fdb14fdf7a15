using System.Text.Json;

namespace CoScheduler.Benchmarks;

/// <summary>A case.</summary>
internal interface IBenchmark
{
    string Name { get; }

    string Summary { get; }

    /// <summary>Runs it and gives its figures.</summary>
    IAsyncEnumerable<BenchmarkResult> RunAsync(CancellationToken cancellationToken);
}

/// <summary>What a case can't be measured without is not here.</summary>
internal sealed class CaseSkippedException(string message) : Exception(message);

/// <summary>A figure, beside something measured in the same run.</summary>
internal sealed record BenchmarkResult(string Case, double Value, string Unit, double Target, Against? Against)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public double? Ratio => Against is { Value: > 0 } against ? Math.Round(Value / against.Value, 2) : null;

    public string ToJson() => JsonSerializer.Serialize(this with { Value = Math.Round(Value, 2) }, Options);
}

/// <summary>What a figure is measured against.</summary>
internal sealed record Against(string Name, double Value);
