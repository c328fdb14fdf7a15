using System.Globalization;
using CoScheduler.Spark.Protocol;

namespace CoScheduler.Spark.Sql.Streaming;

/// <summary>When a streaming query takes in new rows.</summary>
public sealed class Trigger
{
    private readonly Action<WriteStreamOperationStart> _apply;

    private Trigger(Action<WriteStreamOperationStart> apply) => _apply = apply;

    /// <summary>At intervals, or as soon as the last batch is done if that took longer.</summary>
    /// <param name="intervalMs">The interval, in milliseconds; 0 for as fast as it can.</param>
    /// <returns>The trigger.</returns>
    public static Trigger ProcessingTime(long intervalMs) => ProcessingTime(Milliseconds(intervalMs));

    /// <inheritdoc cref="ProcessingTime(long)" />
    /// <param name="interval">The interval.</param>
    public static Trigger ProcessingTime(TimeSpan interval) => ProcessingTime((long)interval.TotalMilliseconds);

    /// <inheritdoc cref="ProcessingTime(long)" />
    /// <param name="interval">The interval, for example <c>10 seconds</c>.</param>
    public static Trigger ProcessingTime(string interval) => new(start => start.ProcessingTimeInterval = interval);

    /// <summary>All that there is now, in several batches, then it ends.</summary>
    /// <returns>The trigger.</returns>
    public static Trigger AvailableNow() => new(start => start.AvailableNow = true);

    /// <summary>All that there is now, in one batch, then it ends. <see cref="AvailableNow"/> is better: it keeps to limits of a batch.</summary>
    /// <returns>The trigger.</returns>
    public static Trigger Once() => new(start => start.Once = true);

    /// <summary>Row by row (experimental): only sources, filters and projections, and rows may come twice.</summary>
    /// <param name="intervalMs">How often progress is written down, in milliseconds.</param>
    /// <returns>The trigger.</returns>
    public static Trigger Continuous(long intervalMs) => Continuous(Milliseconds(intervalMs));

    /// <inheritdoc cref="Continuous(long)" />
    /// <param name="interval">How often progress is written down.</param>
    public static Trigger Continuous(TimeSpan interval) => Continuous((long)interval.TotalMilliseconds);

    /// <inheritdoc cref="Continuous(long)" />
    /// <param name="interval">How often progress is written down, for example <c>1 second</c>.</param>
    public static Trigger Continuous(string interval) => new(start => start.ContinuousCheckpointInterval = interval);

    /// <summary>
    /// In real time (Spark 4.2; with aggregates 4.3): rows go through all stages as they come, within milliseconds. Kafka in, Kafka or the console out, output mode
    /// <see cref="OutputMode.Update"/>; as many task slots as all stages have partitions must be free at once.
    /// </summary>
    /// <param name="batchDuration">How long a batch lasts, 5 seconds at least: what a failure repeats.</param>
    /// <returns>The trigger.</returns>
    public static Trigger RealTime(TimeSpan batchDuration) => RealTime(Milliseconds((long)batchDuration.TotalMilliseconds));

    /// <inheritdoc cref="RealTime(TimeSpan)" />
    /// <param name="batchDuration">How long a batch lasts, for example <c>30 seconds</c>; Spark's own default is 5 minutes.</param>
    public static Trigger RealTime(string batchDuration = "5 minutes") => new(start => start.RealTimeBatchDuration = batchDuration);

    internal void Apply(WriteStreamOperationStart start) => _apply(start);

    private static string Milliseconds(long count) => count >= 0
        ? string.Create(CultureInfo.InvariantCulture, $"{count} milliseconds")
        : throw new ArgumentOutOfRangeException(nameof(count), count, "An interval is not negative.");
}
