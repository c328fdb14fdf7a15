using CoScheduler.Spark.Protocol;

namespace CoScheduler.Spark.Sql;

/// <summary>What to do with null and not-a-number.</summary>
public sealed class DataFrameNaFunctions
{
    private const string Any = "any";
    private const string All = "all";
    private readonly DataFrame _frame;

    internal DataFrameNaFunctions(DataFrame frame) => _frame = frame;

    /// <summary>Leaves out rows with a missing value.</summary>
    /// <returns>The query of the others.</returns>
    public DataFrame Drop() => Dropped(null, []);

    /// <summary>Leaves out rows with missing values.</summary>
    /// <param name="how"><c>any</c> for those with one, <c>all</c> for those with nothing else.</param>
    /// <returns>The query of the others.</returns>
    public DataFrame Drop(string how) => Dropped(Least(how), []);

    /// <summary>Leaves out rows with a missing value in some columns.</summary>
    /// <param name="columnNames">The columns.</param>
    /// <returns>The query of the others.</returns>
    public DataFrame Drop(IEnumerable<string> columnNames) => Dropped(null, columnNames);

    /// <summary>Leaves out rows with missing values in some columns.</summary>
    /// <param name="how"><c>any</c> for those with one, <c>all</c> for those with nothing else.</param>
    /// <param name="columnNames">The columns.</param>
    /// <returns>The query of the others.</returns>
    public DataFrame Drop(string how, IEnumerable<string> columnNames) => Dropped(Least(how), columnNames);

    /// <summary>Leaves out rows with too few values.</summary>
    /// <param name="minNonNulls">How many values a row must have.</param>
    /// <returns>The query of the others.</returns>
    public DataFrame Drop(int minNonNulls) => Dropped(minNonNulls, []);

    /// <summary>Leaves out rows with too few values in some columns.</summary>
    /// <param name="minNonNulls">How many values a row must have.</param>
    /// <param name="columnNames">The columns.</param>
    /// <returns>The query of the others.</returns>
    public DataFrame Drop(int minNonNulls, IEnumerable<string> columnNames) => Dropped(minNonNulls, columnNames);

    /// <summary>Puts a value where one is missing, in all columns of its kind.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The query with it.</returns>
    public DataFrame Fill(long value) => Filled(value, []);

    /// <inheritdoc cref="Fill(long)" />
    public DataFrame Fill(double value) => Filled(value, []);

    /// <inheritdoc cref="Fill(long)" />
    public DataFrame Fill(string value) => Filled(value, []);

    /// <inheritdoc cref="Fill(long)" />
    public DataFrame Fill(bool value) => Filled(value, []);

    /// <summary>Puts a value where one is missing, in some columns.</summary>
    /// <param name="value">The value.</param>
    /// <param name="columnNames">The columns; those of another kind are passed over.</param>
    /// <returns>The query with it.</returns>
    public DataFrame Fill(long value, IEnumerable<string> columnNames) => Filled(value, columnNames);

    /// <inheritdoc cref="Fill(long, IEnumerable{string})" />
    public DataFrame Fill(double value, IEnumerable<string> columnNames) => Filled(value, columnNames);

    /// <inheritdoc cref="Fill(long, IEnumerable{string})" />
    public DataFrame Fill(string value, IEnumerable<string> columnNames) => Filled(value, columnNames);

    /// <inheritdoc cref="Fill(long, IEnumerable{string})" />
    public DataFrame Fill(bool value, IEnumerable<string> columnNames) => Filled(value, columnNames);

    /// <summary>Puts values where one is missing, a value for each column.</summary>
    /// <param name="valueMap">The values by the columns' names.</param>
    /// <returns>The query with them.</returns>
    public DataFrame Fill(IDictionary<string, int> valueMap) => Filled(valueMap, value => (long)value);

    /// <inheritdoc cref="Fill(IDictionary{string, int})" />
    public DataFrame Fill(IDictionary<string, long> valueMap) => Filled(valueMap, value => value);

    /// <inheritdoc cref="Fill(IDictionary{string, int})" />
    public DataFrame Fill(IDictionary<string, double> valueMap) => Filled(valueMap, value => value);

    /// <inheritdoc cref="Fill(IDictionary{string, int})" />
    public DataFrame Fill(IDictionary<string, string> valueMap) => Filled(valueMap, value => value);

    /// <inheritdoc cref="Fill(IDictionary{string, int})" />
    public DataFrame Fill(IDictionary<string, bool> valueMap) => Filled(valueMap, value => value);

    /// <summary>Replaces values of a column.</summary>
    /// <param name="columnName">The column; <c>*</c> for all.</param>
    /// <param name="replacement">The new values by the old.</param>
    /// <returns>The query with the new ones.</returns>
    public DataFrame Replace(string columnName, IDictionary<double, double> replacement) => Replaced([columnName], replacement);

    /// <inheritdoc cref="Replace(string, IDictionary{double, double})" />
    public DataFrame Replace(string columnName, IDictionary<bool, bool> replacement) => Replaced([columnName], replacement);

    /// <inheritdoc cref="Replace(string, IDictionary{double, double})" />
    public DataFrame Replace(string columnName, IDictionary<string, string> replacement) => Replaced([columnName], replacement);

    /// <summary>Replaces values of several columns.</summary>
    /// <param name="columnNames">The columns.</param>
    /// <param name="replacement">The new values by the old.</param>
    /// <returns>The query with the new ones.</returns>
    public DataFrame Replace(IEnumerable<string> columnNames, IDictionary<double, double> replacement) => Replaced(columnNames, replacement);

    /// <inheritdoc cref="Replace(IEnumerable{string}, IDictionary{double, double})" />
    public DataFrame Replace(IEnumerable<string> columnNames, IDictionary<bool, bool> replacement) => Replaced(columnNames, replacement);

    /// <inheritdoc cref="Replace(IEnumerable{string}, IDictionary{double, double})" />
    public DataFrame Replace(IEnumerable<string> columnNames, IDictionary<string, string> replacement) => Replaced(columnNames, replacement);

    private static int? Least(string how)
    {
        ArgumentNullException.ThrowIfNull(how);
        return how.ToLowerInvariant() switch
        {
            Any => null,
            All => 1,
            _ => throw new ArgumentException($"'{how}' is neither {Any} nor {All}.", nameof(how)),
        };
    }

    private DataFrame Dropped(int? minNonNulls, IEnumerable<string> columnNames)
    {
        var drop = new NADrop { Input = _frame.Relation, Cols = { columnNames } };
        if (minNonNulls is { } least)
        {
            drop.MinNonNulls = least;
        }

        return _frame.Derive(new Relation { DropNa = drop });
    }

    private DataFrame Filled(object value, IEnumerable<string> columnNames) =>
        _frame.Derive(new Relation { FillNa = new NAFill { Input = _frame.Relation, Cols = { columnNames }, Values = { Literals.ToLiteral(value) } } });

    private DataFrame Filled<T>(IDictionary<string, T> values, Func<T, object> toObject)
    {
        ArgumentNullException.ThrowIfNull(values);
        var fill = new NAFill { Input = _frame.Relation, Cols = { values.Keys } };
        fill.Values.Add(values.Values.Select(value => Literals.ToLiteral(toObject(value))));
        return _frame.Derive(new Relation { FillNa = fill });
    }

    private DataFrame Replaced<T>(IEnumerable<string> columnNames, IDictionary<T, T> replacement)
    {
        ArgumentNullException.ThrowIfNull(replacement);
        var names = columnNames.ToList();
        var replace = new NAReplace { Input = _frame.Relation };
        replace.Cols.Add(names is ["*"] ? [] : names);
        replace.Replacements.Add(replacement.Select(pair =>
            new NAReplace.Types.Replacement { OldValue = Literals.ToLiteral(pair.Key), NewValue = Literals.ToLiteral(pair.Value) }));
        return _frame.Derive(new Relation { Replace = replace });
    }
}
