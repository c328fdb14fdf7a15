using CoScheduler.Spark.Protocol;
using Mode = CoScheduler.Spark.Protocol.WriteOperationV2.Types.Mode;

namespace CoScheduler.Spark.Sql;

/// <summary>Writes the rows of a query to a table of a catalog. Each method that sets something changes this writer and gives it back.</summary>
public sealed class DataFrameWriterV2
{
    private readonly DataFrame _frame;
    private readonly SourceOptions _options = new();
    private readonly WriteOperationV2 _write;

    internal DataFrameWriterV2(DataFrame frame, string table)
    {
        _frame = frame;
        _write = new WriteOperationV2 { TableName = table };
    }

    /// <summary>Names the kind of a table that is made.</summary>
    /// <param name="provider">For example <c>parquet</c>.</param>
    /// <returns>This.</returns>
    public DataFrameWriterV2 Using(string provider)
    {
        _write.Provider = provider;
        return this;
    }

    /// <summary>Sets an option of the write.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="value">Its value.</param>
    /// <returns>This.</returns>
    public DataFrameWriterV2 Option(string key, string value)
    {
        _options.Set(key, value);
        return this;
    }

    /// <inheritdoc cref="Option(string, string)" />
    public DataFrameWriterV2 Option(string key, bool value)
    {
        _options.Set(key, value);
        return this;
    }

    /// <inheritdoc cref="Option(string, string)" />
    public DataFrameWriterV2 Option(string key, long value)
    {
        _options.Set(key, value);
        return this;
    }

    /// <inheritdoc cref="Option(string, string)" />
    public DataFrameWriterV2 Option(string key, double value)
    {
        _options.Set(key, value);
        return this;
    }

    /// <summary>Sets options of the write.</summary>
    /// <param name="options">Their names and values.</param>
    /// <returns>This.</returns>
    public DataFrameWriterV2 Options(IEnumerable<KeyValuePair<string, string>> options)
    {
        _options.Set(options);
        return this;
    }

    /// <summary>Sets a property of a table that is made.</summary>
    /// <param name="property">Its name.</param>
    /// <param name="value">Its value.</param>
    /// <returns>This.</returns>
    public DataFrameWriterV2 TableProperty(string property, string value)
    {
        _write.TableProperties[property] = value;
        return this;
    }

    /// <summary>Partitions a table that is made.</summary>
    /// <param name="column">A column, or <see cref="Functions.Years"/>, <see cref="Functions.Bucket(int, Column)"/> and their kind of one.</param>
    /// <param name="columns">Further ones.</param>
    /// <returns>This.</returns>
    public DataFrameWriterV2 PartitionedBy(Column column, params Column[] columns)
    {
        _write.PartitioningColumns.Clear();
        _write.PartitioningColumns.Add([Arguments.Of(column), .. Arguments.Of(columns)]);
        return this;
    }

    /// <summary>Puts rows with near values of columns of a table that is made into the same files.</summary>
    /// <param name="colName">A column.</param>
    /// <param name="colNames">Further columns.</param>
    /// <returns>This.</returns>
    public DataFrameWriterV2 ClusterBy(string colName, params string[] colNames)
    {
        _write.ClusteringColumns.Clear();
        _write.ClusteringColumns.Add([colName, .. colNames]);
        return this;
    }

    /// <summary>Makes the table of the rows; there must be none of that name.</summary>
    public void Create() => Run(Mode.Create, null);

    /// <summary>Makes the table of the rows in place of the one that must be there.</summary>
    public void Replace() => Run(Mode.Replace, null);

    /// <summary>Makes the table of the rows, in place of one if it is there.</summary>
    public void CreateOrReplace() => Run(Mode.CreateOrReplace, null);

    /// <summary>Adds the rows to the table.</summary>
    public void Append() => Run(Mode.Append, null);

    /// <summary>Puts the rows in place of those of the table for which a condition holds.</summary>
    /// <param name="condition">The condition.</param>
    public void Overwrite(Column condition) => Run(Mode.Overwrite, Arguments.Of(condition));

    /// <summary>Puts the rows in place of those of the table's partitions that they are of.</summary>
    public void OverwritePartitions() => Run(Mode.OverwritePartitions, null);

    private void Run(Mode mode, Expression? condition)
    {
        var write = _write.Clone();
        write.Input = _frame.Relation;
        write.Options.Add(_options.Values);
        write.Mode = mode;
        write.OverwriteCondition = condition;
        Blocking.Run(() => _frame.SparkSession.RunAsync(new Command { WriteOperationV2 = write }, CancellationToken.None));
    }
}
