using CoScheduler.Analyses;

namespace CoScheduler.Frameworks.Spark;

/// <summary>Stands where Spark was asked for and can't be used: every request is told why.</summary>
/// <param name="fault">Why.</param>
public sealed class UnavailableSparkEngine(SparkFault fault) : IAnalysisEngine
{
    private readonly RequestError _error = new(fault.Code, fault.Detail);

    /// <inheritdoc />
    public string Name => SparkEngine.EngineName;

    /// <inheritdoc />
    public RequestError? Judge(Analysis analysis) => _error;

    /// <inheritdoc />
    public void Prepare(IReadOnlyCollection<Analysis> analyses)
    {
        // Nothing will run, so nothing is kept ready.
    }

    /// <inheritdoc />
    public Task<ExecutionEnd> RunAsync(Execution execution, IExecutionSink sink, CancellationToken cancellationToken) =>
        Task.FromResult<ExecutionEnd>(new ExecutionFailed(_error));
}
