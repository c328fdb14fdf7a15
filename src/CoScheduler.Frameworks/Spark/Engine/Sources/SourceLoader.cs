using System.Globalization;
using Apache.Arrow;
using CoScheduler.Analyses;
using CoScheduler.Spark;
using CoScheduler.Spark.Sql;
using Microsoft.Extensions.Logging;

namespace CoScheduler.Frameworks.Spark;

/// <summary>Makes an analysis' sources views of a session.</summary>
internal sealed class SourceLoader(SparkSettings settings, TopicMirrors topics, ILogger logger)
{
    /// <summary>Which analyses run over little data.</summary>
    public SmallAnalyses Small { get; } = new(settings);

    /// <summary>What a source is like now: equal texts mean that its view need not be made again.</summary>
    public async ValueTask<string> VersionAsync(Source source, CancellationToken cancellationToken) => source switch
    {
        FileSource file => FileVersion(file.Path),
        TopicTableSource topic => Text(await topics.Of(topic).VersionAsync(cancellationToken).ConfigureAwait(false)),
        _ => "",
    };

    /// <summary>Makes the view.</summary>
    /// <returns>The version of what it shows.</returns>
    public async Task<string> LoadAsync(SparkSession session, string analysis, string name, Source source, CancellationToken cancellationToken)
    {
        switch (source)
        {
            case FileSource file:
                var version = FileVersion(file.Path);
                await LoadFileAsync(session, analysis, name, file, cancellationToken).ConfigureAwait(false);
                return version;
            case TopicTableSource topic:
                var (number, schema, rows) = topics.Of(topic).Read();
                await session.CreateDataFrame(schema, [rows]).CreateOrReplaceTempViewAsync(name, cancellationToken).ConfigureAwait(false);
                return Text(number);
            default:
                throw new NotSupportedException($"A source of type {source.GetType().Name} was let through by the engine's judgement.");
        }
    }

    private async Task LoadFileAsync(SparkSession session, string analysis, string name, FileSource file, CancellationToken cancellationToken)
    {
        var reader = session.Read().Format(file.Format);
        if (file.Format == "csv")
        {
            reader = reader.Option("header", true).Option("inferSchema", true);
        }

        await session.RunSqlAsync($"UNCACHE TABLE IF EXISTS {Quote(name)}", cancellationToken).ConfigureAwait(false);
        var rows = reader.Load(new Uri(file.Path).AbsoluteUri);
        var size = FileSizes.Of(file.Path);
        if (size > 0 && size <= settings.LocalBelowBytes)
        {
            await LoadLocallyAsync(session, name, rows, cancellationToken).ConfigureAwait(false);
            return;
        }

        await rows.CreateOrReplaceTempViewAsync(name, cancellationToken).ConfigureAwait(false);
        if (size > 0 && size <= settings.CacheBelowBytes)
        {
            await KeepAsync(session, analysis, name, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads the rows once and gives them back as a part of the plan: the optimizer computes with them by itself.</summary>
    private static async Task LoadLocallyAsync(SparkSession session, string name, DataFrame rows, CancellationToken cancellationToken)
    {
        var batches = new List<RecordBatch>();
        await foreach (var batch in rows.ToArrowBatchesAsync(cancellationToken).ConfigureAwait(false))
        {
            batches.Add(batch);
        }

        if (batches.Count == 0)
        {
            await rows.CreateOrReplaceTempViewAsync(name, cancellationToken).ConfigureAwait(false);
            return;
        }

        await session.CreateDataFrame(batches[0].Schema, batches).CreateOrReplaceTempViewAsync(name, cancellationToken).ConfigureAwait(false);
        batches.ForEach(batch => batch.Dispose());
    }

    /// <summary>Has the executors keep the rows when they first read them. Only speed depends on it.</summary>
    private async Task KeepAsync(SparkSession session, string analysis, string name, CancellationToken cancellationToken)
    {
        try
        {
            await session.RunSqlAsync($"CACHE LAZY TABLE {Quote(name)}", cancellationToken).ConfigureAwait(false);
        }
        catch (SparkException error) when (error is not SparkConnectException)
        {
            Log.CachingFailed(logger, name, analysis, error);
        }
    }

    private static string FileVersion(string path)
    {
        FileSystemInfo info = Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path);
        return info.Exists ? Text(info.LastWriteTimeUtc.Ticks) + "/" + Text((info as FileInfo)?.Length ?? 0) : "absent";
    }

    private static string Quote(string name) => $"`{name.Replace("`", "``", StringComparison.Ordinal)}`";

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
