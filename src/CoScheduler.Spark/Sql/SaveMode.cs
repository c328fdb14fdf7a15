namespace CoScheduler.Spark.Sql;

/// <summary>What happens when there is something already where rows are written.</summary>
public enum SaveMode
{
    /// <summary>The rows are added.</summary>
    Append,

    /// <summary>The rows take its place.</summary>
    Overwrite,

    /// <summary>The write fails.</summary>
    ErrorIfExists,

    /// <summary>Nothing is written.</summary>
    Ignore,
}
