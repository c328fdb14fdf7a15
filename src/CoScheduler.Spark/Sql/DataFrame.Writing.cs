using CoScheduler.Spark.Sql.Streaming;

namespace CoScheduler.Spark.Sql;

/// <content>Writing.</content>
public sealed partial class DataFrame
{
    /// <summary>The session that it belongs to.</summary>
    public SparkSession SparkSession => _session;

    /// <summary>Writes the rows to files, a table or another sink.</summary>
    /// <returns>The writer.</returns>
    public DataFrameWriter Write() => new(this);

    /// <summary>Writes the rows to a table of a catalog that can more than files.</summary>
    /// <param name="table">The table's name.</param>
    /// <returns>The writer.</returns>
    public DataFrameWriterV2 WriteTo(string table) => new(this, table);

    /// <summary>Changes a table by these rows: rows that match, rows that do not.</summary>
    /// <param name="table">The table's name.</param>
    /// <param name="condition">When a row of the table and one of these match.</param>
    /// <returns>The description of the changes, to be run by <see cref="MergeIntoWriter.Merge"/>.</returns>
    public MergeIntoWriter MergeInto(string table, Column condition) => new(this, table, condition);

    /// <summary>Writes the rows of a stream as they come.</summary>
    /// <returns>The writer.</returns>
    public DataStreamWriter WriteStream() => new(this);
}
