using CoScheduler.Spark.Protocol;

namespace CoScheduler.Spark.Sql;

/// <content>What runs the query for a few rows or a number.</content>
public sealed partial class DataFrame
{
    /// <summary>How many rows there are.</summary>
    /// <returns>The number.</returns>
    public long Count() => Blocking.Run(() => CountAsync());

    /// <summary>How many rows there are.</summary>
    /// <param name="cancellationToken">Interrupts it on the server.</param>
    /// <returns>The number.</returns>
    public async Task<long> CountAsync(CancellationToken cancellationToken = default) =>
        (await GroupBy().Count().CollectAsync(cancellationToken))[0].GetAs<long>(0);

    /// <summary>Whether there is no row.</summary>
    /// <returns>Whether there is none.</returns>
    public bool IsEmpty() => Blocking.Run(() => IsEmptyAsync());

    /// <summary>Whether there is no row.</summary>
    /// <param name="cancellationToken">Interrupts it on the server.</param>
    /// <returns>Whether there is none.</returns>
    public async Task<bool> IsEmptyAsync(CancellationToken cancellationToken = default) =>
        (await Select(Functions.Lit(1).As("one")).Limit(1).CollectAsync(cancellationToken)).Count == 0;

    /// <summary>The first row.</summary>
    /// <returns>The row.</returns>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public Row First() => Blocking.Run(() => FirstAsync());

    /// <summary>The first row.</summary>
    /// <param name="cancellationToken">Interrupts it on the server.</param>
    /// <returns>The row.</returns>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public async Task<Row> FirstAsync(CancellationToken cancellationToken = default) =>
        (await TakeAsync(1, cancellationToken)) is [var row] ? row : throw new InvalidOperationException("The query gave no row.");

    /// <inheritdoc cref="First" />
    public Row Head() => First();

    /// <summary>The first rows.</summary>
    /// <param name="n">How many at most.</param>
    /// <returns>The rows.</returns>
    public IEnumerable<Row> Head(int n) => Take(n);

    /// <inheritdoc cref="Head(int)" />
    public IEnumerable<Row> Take(int n) => Blocking.Run(() => TakeAsync(n));

    /// <summary>The first rows.</summary>
    /// <param name="n">How many at most.</param>
    /// <param name="cancellationToken">Interrupts it on the server.</param>
    /// <returns>The rows.</returns>
    public Task<IReadOnlyList<Row>> TakeAsync(int n, CancellationToken cancellationToken = default) => Limit(n).CollectAsync(cancellationToken);

    /// <summary>The last rows.</summary>
    /// <param name="n">How many at most.</param>
    /// <returns>The rows.</returns>
    public IEnumerable<Row> Tail(int n) => Blocking.Run(() => TailAsync(n));

    /// <summary>The last rows.</summary>
    /// <param name="n">How many at most.</param>
    /// <param name="cancellationToken">Interrupts it on the server.</param>
    /// <returns>The rows.</returns>
    public Task<IReadOnlyList<Row>> TailAsync(int n, CancellationToken cancellationToken = default) =>
        Frame(new Relation { Tail = new Tail { Input = Relation, Limit = n } }).CollectAsync(cancellationToken);

    /// <summary>Writes the first rows to the console.</summary>
    /// <param name="numRows">How many.</param>
    /// <param name="truncate">How many characters of a value; 0 for all.</param>
    /// <param name="vertical">Whether a line a value rather than a row.</param>
    public void Show(int numRows = 20, int truncate = 20, bool vertical = false) => Console.WriteLine(ShowString(numRows, truncate, vertical));

    /// <summary>The first rows as text, as <see cref="Show"/> writes them.</summary>
    /// <param name="numRows">How many.</param>
    /// <param name="truncate">How many characters of a value; 0 for all.</param>
    /// <param name="vertical">Whether a line a value rather than a row.</param>
    /// <returns>The text, several lines.</returns>
    public string ShowString(int numRows = 20, int truncate = 20, bool vertical = false)
    {
        var show = new ShowString { Input = Relation, NumRows = numRows, Truncate = truncate, Vertical = vertical };
        return Frame(new Relation { ShowString = show }).First().GetAs<string>(0);
    }

    /// <summary>Count, mean, deviation, least and greatest of columns.</summary>
    /// <param name="cols">The columns; none for all of numbers and texts.</param>
    /// <returns>The query of the statistics, a row each.</returns>
    public DataFrame Describe(params string[] cols) => Frame(new Relation { Describe = new StatDescribe { Input = Relation, Cols = { cols } } });

    /// <summary>Statistics of all columns of numbers and texts.</summary>
    /// <param name="statistics">
    /// Which: <c>count</c>, <c>mean</c>, <c>stddev</c>, <c>min</c>, <c>max</c>, <c>count_distinct</c>, <c>approx_count_distinct</c>, percentiles such as <c>75%</c>.
    /// </param>
    /// <returns>The query of the statistics, a row each.</returns>
    public DataFrame Summary(params string[] statistics) =>
        Frame(new Relation { Summary = new StatSummary { Input = Relation, Statistics = { statistics } } });
}
