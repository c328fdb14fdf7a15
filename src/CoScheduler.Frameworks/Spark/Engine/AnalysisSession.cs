using CoScheduler.Analyses;
using CoScheduler.Spark.Sql;

namespace CoScheduler.Frameworks.Spark;

/// <summary>A session that holds one version of an analysis' sources as views.</summary>
internal sealed class AnalysisSession(SparkSession spark, string digest, SourceLoader loader, Action<SparkSession> end)
{
    private readonly SemaphoreSlim _preparing = new(1, 1);
    private readonly Dictionary<string, string> _loaded = new(StringComparer.Ordinal);
    private bool? _small;
    private int _users;
    private int _retired;

    public SparkSession Spark => spark;

    public string Digest => digest;

    public void Enter() => Interlocked.Increment(ref _users);

    /// <summary>Brings the views up to date: files that changed, topics that moved on.</summary>
    public async Task PrepareAsync(Analysis analysis, CancellationToken cancellationToken)
    {
        await _preparing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await ShapeAsync(analysis, cancellationToken).ConfigureAwait(false);
            foreach (var (name, source) in analysis.Sources)
            {
                var version = await loader.VersionAsync(source, cancellationToken).ConfigureAwait(false);
                if (_loaded.GetValueOrDefault(name) != version)
                {
                    _loaded[name] = await loader.LoadAsync(spark, analysis.Name, name, source, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            _preparing.Release();
        }
    }

    private async Task ShapeAsync(Analysis analysis, CancellationToken cancellationToken)
    {
        var isSmall = loader.Small.IsSmall(analysis);
        if (isSmall != (_small ?? false))
        {
            await SmallAnalyses.ApplyAsync(spark, isSmall, cancellationToken).ConfigureAwait(false);
        }

        _small = isSmall;
    }

    public void Leave()
    {
        if (Interlocked.Decrement(ref _users) == 0 && Volatile.Read(ref _retired) == 1)
        {
            end(spark);
        }
    }

    /// <summary>Nobody enters any more; it ends with its last user.</summary>
    public void Retire()
    {
        Volatile.Write(ref _retired, 1);
        if (Volatile.Read(ref _users) == 0)
        {
            end(spark);
        }
    }
}

/// <summary>A use of a session, until it is disposed.</summary>
internal sealed class SessionUse(AnalysisSession session) : IDisposable
{
    public SparkSession Session => session.Spark;

    public Task PrepareAsync(Analysis analysis, CancellationToken cancellationToken) => session.PrepareAsync(analysis, cancellationToken);

    public void Dispose() => session.Leave();
}
