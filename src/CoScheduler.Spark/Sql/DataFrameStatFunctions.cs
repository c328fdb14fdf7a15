using CoScheduler.Spark.Protocol;

namespace CoScheduler.Spark.Sql;

/// <summary>Statistics of a query's rows.</summary>
public sealed class DataFrameStatFunctions
{
    private readonly DataFrame _frame;

    internal DataFrameStatFunctions(DataFrame frame) => _frame = frame;

    /// <summary>About the values below which parts of a column lie.</summary>
    /// <param name="columnName">The column, of numbers.</param>
    /// <param name="probabilities">The parts, between 0 and 1.</param>
    /// <param name="relativeError">How far off it may be, as a part of the rows; 0 for exactly.</param>
    /// <returns>The values, in the order of the parts; empty if the column has none.</returns>
    public double[] ApproxQuantile(string columnName, IEnumerable<double> probabilities, double relativeError) =>
        ApproxQuantile([columnName], probabilities, relativeError)[0];

    /// <summary>About the values below which parts of columns lie.</summary>
    /// <param name="columnNames">The columns, of numbers.</param>
    /// <param name="probabilities">The parts, between 0 and 1.</param>
    /// <param name="relativeError">How far off it may be, as a part of the rows; 0 for exactly.</param>
    /// <returns>For each column the values, in the order of the parts.</returns>
    public double[][] ApproxQuantile(IEnumerable<string> columnNames, IEnumerable<double> probabilities, double relativeError)
    {
        var quantiles = new StatApproxQuantile { Input = _frame.Relation, Cols = { columnNames }, Probabilities = { probabilities }, RelativeError = relativeError };
        var row = _frame.Derive(new Relation { ApproxQuantile = quantiles }).Collect().Single();
        return [.. ((IEnumerable<object?>)row.Get(0)!).Select(values => ((IEnumerable<object?>)values!).Select(value => (double)value!).ToArray())];
    }

    /// <summary>The covariance of two columns, taken as a sample.</summary>
    /// <param name="colName1">One column.</param>
    /// <param name="colName2">The other.</param>
    /// <returns>The covariance.</returns>
    public double Cov(string colName1, string colName2) =>
        Number(new Relation { Cov = new StatCov { Input = _frame.Relation, Col1 = colName1, Col2 = colName2 } });

    /// <summary>How two columns correlate, by Pearson.</summary>
    /// <param name="colName1">One column.</param>
    /// <param name="colName2">The other.</param>
    /// <returns>The coefficient, from -1 to 1.</returns>
    public double Corr(string colName1, string colName2) => Corr(colName1, colName2, "pearson");

    /// <summary>How two columns correlate.</summary>
    /// <param name="colName1">One column.</param>
    /// <param name="colName2">The other.</param>
    /// <param name="method"><c>pearson</c>; Spark has no other.</param>
    /// <returns>The coefficient, from -1 to 1.</returns>
    public double Corr(string colName1, string colName2, string method) =>
        Number(new Relation { Corr = new StatCorr { Input = _frame.Relation, Col1 = colName1, Col2 = colName2, Method = method } });

    /// <summary>How often each pair of values comes: a row for each value of one column, a column for each of the other.</summary>
    /// <param name="colName1">The column whose values are rows.</param>
    /// <param name="colName2">The column whose values are columns.</param>
    /// <returns>The query of the table.</returns>
    public DataFrame Crosstab(string colName1, string colName2) =>
        _frame.Derive(new Relation { Crosstab = new StatCrosstab { Input = _frame.Relation, Col1 = colName1, Col2 = colName2 } });

    /// <summary>The values that come often, perhaps with others.</summary>
    /// <param name="columnNames">The columns.</param>
    /// <returns>The query of one row of arrays.</returns>
    public DataFrame FreqItems(IEnumerable<string> columnNames) =>
        _frame.Derive(new Relation { FreqItems = new StatFreqItems { Input = _frame.Relation, Cols = { columnNames } } });

    /// <summary>The values that come often, perhaps with others.</summary>
    /// <param name="columnNames">The columns.</param>
    /// <param name="support">In which part of the rows at least.</param>
    /// <returns>The query of one row of arrays.</returns>
    public DataFrame FreqItems(IEnumerable<string> columnNames, double support) =>
        _frame.Derive(new Relation { FreqItems = new StatFreqItems { Input = _frame.Relation, Cols = { columnNames }, Support = support } });

    /// <summary>Some of the rows, by chance, a part of its own for each value of a column.</summary>
    /// <param name="columnName">The column.</param>
    /// <param name="fractions">The parts by value; 0 for values that are not there.</param>
    /// <param name="seed">The same seed gives the same rows.</param>
    /// <typeparam name="T">The type of the values.</typeparam>
    /// <returns>The query of the rows.</returns>
    public DataFrame SampleBy<T>(string columnName, IDictionary<T, double> fractions, long seed) => SampleBy(Functions.Col(columnName), fractions, seed);

    /// <inheritdoc cref="SampleBy{T}(string, IDictionary{T, double}, long)" />
    /// <param name="column">The values.</param>
    /// <param name="fractions">The parts by value; 0 for values that are not there.</param>
    /// <param name="seed">The same seed gives the same rows.</param>
    public DataFrame SampleBy<T>(Column column, IDictionary<T, double> fractions, long seed)
    {
        ArgumentNullException.ThrowIfNull(fractions);
        var sample = new StatSampleBy { Input = _frame.Relation, Col = Arguments.Of(column), Seed = seed };
        sample.Fractions.Add(fractions.Select(pair => new StatSampleBy.Types.Fraction { Stratum = Literals.ToLiteral(pair.Key), Fraction_ = pair.Value }));
        return _frame.Derive(new Relation { SampleBy = sample });
    }

    private double Number(Relation relation) => _frame.Derive(relation).Collect().Single().GetAs<double>(0);
}
