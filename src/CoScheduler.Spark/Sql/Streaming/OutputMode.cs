namespace CoScheduler.Spark.Sql.Streaming;

/// <summary>Which rows of a streaming result are written at each batch.</summary>
public enum OutputMode
{
    /// <summary>Those that are new and will not change.</summary>
    Append,

    /// <summary>All.</summary>
    Complete,

    /// <summary>Those that changed.</summary>
    Update,
}
