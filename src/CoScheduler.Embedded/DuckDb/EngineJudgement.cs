using CoScheduler.Analyses;

namespace CoScheduler.Embedded.DuckDb;

/// <summary>Says whether DuckDB can run an analysis, and names the engine that can if it can't.</summary>
internal static class EngineJudgement
{
    public static RequestError? Of(Analysis analysis)
    {
        if (analysis.BodyFor(DuckDbEngine.EngineName) is null)
        {
            var others = string.Join(" or ", analysis.Sql.Keys);
            return new RequestError("unsupported_engine", $"Analysis '{analysis.Name}' has no body for the engine duckdb, only for {others}; run it on {others}, or add a body.");
        }

        if (analysis.Mode != AnalysisMode.Once)
        {
            return new RequestError("unsupported_mode", $"Analysis '{analysis.Name}' is streaming, which the engine duckdb doesn't run; run it on spark.");
        }

        return analysis.Sources.Select(s => OfSource(analysis, s.Key, s.Value)).FirstOrDefault(e => e is not null);
    }

    private static RequestError? OfSource(Analysis analysis, string name, Source source) => source switch
    {
        FileSource { Format: not ("parquet" or "csv" or "json") } file =>
            new RequestError("unsupported_source", $"Source '{name}' of analysis '{analysis.Name}' is {file.Format}, which the engine duckdb can't read; write it as Parquet, CSV or JSON."),
        TopicTableSource topic when topic.Columns.FirstOrDefault(c => SparkTypes.ToDuckDb(c.Type) is null) is { } column =>
            new RequestError("unsupported_source", $"Column '{column.Name}' of source '{name}' of analysis '{analysis.Name}' is {column.Type}, which the engine duckdb doesn't have; run it on spark."),
        _ => null,
    };
}
