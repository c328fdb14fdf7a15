using CoScheduler.Analyses;

namespace CoScheduler.Frameworks.Spark;

/// <summary>Says whether Spark can run an analysis at all.</summary>
internal static class EngineJudgement
{
    public static RequestError? Of(Analysis analysis)
    {
        if (analysis.BodyFor(SparkEngine.EngineName) is null)
        {
            var others = string.Join(", ", analysis.Sql.Keys);
            return new RequestError("unsupported_engine", $"{analysis.Name} has no body for spark, only for {others}: name that engine, or add a body.");
        }

        if (analysis.Mode != AnalysisMode.Once)
        {
            return new RequestError("unsupported_mode", $"{analysis.Name} is streaming, which spark does not run: use mode 'once'.");
        }

        foreach (var (name, source) in analysis.Sources)
        {
            if (Judge(name, source) is { } why)
            {
                return new RequestError("unsupported_source", why);
            }
        }

        return null;
    }

    private static string? Judge(string name, Source source) => source switch
    {
        FileSource { Format: "arrow" } => $"Spark reads no Arrow files: write source {name} as parquet, or use the engine duckdb.",
        TopicTableSource topic when topic.Columns.FirstOrDefault(column => !TopicColumns.Supports(column.Type)) is { } column =>
            $"Column {column.Name} of source {name} is of type {column.Type}, which a topic's table can't have on spark: use a simple type.",
        _ => null,
    };
}
