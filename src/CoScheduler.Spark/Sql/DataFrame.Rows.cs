using CoScheduler.Spark.Protocol;

namespace CoScheduler.Spark.Sql;

/// <content>Rows: which, in what order, in what partitions.</content>
public sealed partial class DataFrame
{
    /// <summary>The rows for which a condition holds.</summary>
    /// <param name="condition">The condition.</param>
    /// <returns>The query of those rows.</returns>
    public DataFrame Filter(Column condition) => Frame(new Relation { Filter = new Filter { Input = Relation, Condition = Arguments.Of(condition) } });

    /// <summary>The rows for which a condition holds.</summary>
    /// <param name="conditionExpr">The condition, in SQL.</param>
    /// <returns>The query of those rows.</returns>
    public DataFrame Filter(string conditionExpr) => Filter(Functions.Expr(conditionExpr));

    /// <inheritdoc cref="Filter(Column)" />
    public DataFrame Where(Column condition) => Filter(condition);

    /// <inheritdoc cref="Filter(string)" />
    public DataFrame Where(string conditionExpr) => Filter(conditionExpr);

    /// <summary>Its first rows.</summary>
    /// <param name="n">How many at most.</param>
    /// <returns>The query of those rows.</returns>
    public DataFrame Limit(int n) => Frame(new Relation { Limit = new Limit { Input = Relation, Limit_ = n } });

    /// <summary>All rows but the first.</summary>
    /// <param name="n">How many are left out.</param>
    /// <returns>The query of the others.</returns>
    public DataFrame Offset(int n) => Frame(new Relation { Offset = new Offset { Input = Relation, Offset_ = n } });

    /// <summary>The rows in an order.</summary>
    /// <param name="column">The column to sort by, ascending.</param>
    /// <param name="columns">Further columns.</param>
    /// <returns>The sorted query.</returns>
    public DataFrame Sort(string column, params string[] columns) => Sorted(Arguments.Named(column, columns), isGlobal: true);

    /// <summary>The rows in an order.</summary>
    /// <param name="columns">The orders.</param>
    /// <returns>The sorted query.</returns>
    public DataFrame Sort(params Column[] columns) => Sorted(Arguments.Of(columns), isGlobal: true);

    /// <inheritdoc cref="Sort(string, string[])" />
    public DataFrame OrderBy(string column, params string[] columns) => Sort(column, columns);

    /// <inheritdoc cref="Sort(Column[])" />
    public DataFrame OrderBy(params Column[] columns) => Sort(columns);

    /// <summary>The rows of each partition in an order.</summary>
    /// <param name="column">The column to sort by, ascending.</param>
    /// <param name="columns">Further columns.</param>
    /// <returns>The query, sorted so.</returns>
    public DataFrame SortWithinPartitions(string column, params string[] columns) => Sorted(Arguments.Named(column, columns), isGlobal: false);

    /// <summary>The rows of each partition in an order.</summary>
    /// <param name="columns">The orders.</param>
    /// <returns>The query, sorted so.</returns>
    public DataFrame SortWithinPartitions(params Column[] columns) => Sorted(Arguments.Of(columns), isGlobal: false);

    /// <summary>The rows without repetitions.</summary>
    /// <returns>The query of them.</returns>
    public DataFrame Distinct() => DropDuplicates();

    /// <summary>The rows without repetitions.</summary>
    /// <returns>The query of them.</returns>
    public DataFrame DropDuplicates() => Frame(new Relation { Deduplicate = new Deduplicate { Input = Relation, AllColumnsAsKeys = true } });

    /// <summary>Of the rows with equal values in some columns, one.</summary>
    /// <param name="col">A column.</param>
    /// <param name="cols">Further columns.</param>
    /// <returns>The query of them.</returns>
    public DataFrame DropDuplicates(string col, params string[] cols) =>
        Frame(new Relation { Deduplicate = new Deduplicate { Input = Relation, ColumnNames = { col, cols } } });

    /// <summary>The rows of a stream without repetitions that are not further apart than the watermark's delay.</summary>
    /// <param name="cols">The columns that are compared; all if none is named.</param>
    /// <returns>The query of them.</returns>
    public DataFrame DropDuplicatesWithinWatermark(params string[] cols) => Frame(new Relation
    {
        Deduplicate = new Deduplicate { Input = Relation, ColumnNames = { cols }, AllColumnsAsKeys = cols.Length == 0, WithinWatermark = true },
    });

    /// <summary>Some of the rows, by chance.</summary>
    /// <param name="fraction">How large a part of them, about.</param>
    /// <param name="withReplacement">Whether a row may come several times.</param>
    /// <param name="seed">The same seed gives the same rows; null for one that is drawn now.</param>
    /// <returns>The query of them.</returns>
    public DataFrame Sample(double fraction, bool withReplacement = false, long? seed = null) =>
        Frame(new Relation { Sample = Part(0, fraction, seed ?? Random.Shared.NextInt64(), withReplacement) });

    /// <summary>Divides the rows by chance, each into one of several queries.</summary>
    /// <param name="weights">How large each is, beside the others.</param>
    /// <param name="seed">The same seed gives the same division; null for one that is drawn now.</param>
    /// <returns>The queries, in the order of their weights.</returns>
    /// <exception cref="ArgumentException">A weight is negative, or all are 0.</exception>
    public DataFrame[] RandomSplit(double[] weights, long? seed = null)
    {
        ArgumentNullException.ThrowIfNull(weights);
        var sum = weights.Sum();
        if (weights.Any(weight => weight < 0) || !(sum > 0))
        {
            throw new ArgumentException("Weights are not negative, and one at least is greater than 0.", nameof(weights));
        }

        var drawn = seed ?? Random.Shared.NextInt64();
        var parts = new DataFrame[weights.Length];
        var lower = 0.0;
        for (var i = 0; i < weights.Length; i++)
        {
            var upper = Math.Min(1, lower + (weights[i] / sum));
            var part = Part(lower, i == weights.Length - 1 ? 1 : upper, drawn, withReplacement: false);
            part.DeterministicOrder = true;
            parts[i] = Frame(new Relation { Sample = part });
            lower = upper;
        }

        return parts;
    }

    /// <summary>The rows in so many partitions, evenly.</summary>
    /// <param name="numPartitions">How many.</param>
    /// <returns>The query with them.</returns>
    public DataFrame Repartition(int numPartitions) => Repartitioned(numPartitions, shuffle: true);

    /// <summary>The rows in partitions, those with equal values together.</summary>
    /// <param name="numPartitions">How many partitions.</param>
    /// <param name="partitionExprs">The values.</param>
    /// <returns>The query with them.</returns>
    public DataFrame Repartition(int numPartitions, params Column[] partitionExprs) => Repartitioned(numPartitions, Arguments.Of(partitionExprs));

    /// <summary>The rows in <c>spark.sql.shuffle.partitions</c> partitions, those with equal values together.</summary>
    /// <param name="partitionExprs">The values.</param>
    /// <returns>The query with them.</returns>
    public DataFrame Repartition(params Column[] partitionExprs) => Repartitioned(null, Arguments.Of(partitionExprs));

    /// <summary>The rows in partitions of neighbouring values.</summary>
    /// <param name="numPartitions">How many partitions.</param>
    /// <param name="partitionExprs">The orders.</param>
    /// <returns>The query with them.</returns>
    public DataFrame RepartitionByRange(int numPartitions, params Column[] partitionExprs) => Repartitioned(numPartitions, Orders(partitionExprs));

    /// <summary>The rows in <c>spark.sql.shuffle.partitions</c> partitions of neighbouring values.</summary>
    /// <param name="partitionExprs">The orders.</param>
    /// <returns>The query with them.</returns>
    public DataFrame RepartitionByRange(params Column[] partitionExprs) => Repartitioned(null, Orders(partitionExprs));

    /// <summary>The rows in the partitions whose numbers a column has.</summary>
    /// <param name="numPartitions">How many partitions.</param>
    /// <param name="partitionIdExpr">The number; it is taken modulo the number of partitions.</param>
    /// <returns>The query with them.</returns>
    public DataFrame RepartitionById(int numPartitions, Column partitionIdExpr) =>
        Repartitioned(numPartitions, [new Expression { DirectShufflePartitionId = new() { Child = Arguments.Of(partitionIdExpr) } }]);

    /// <summary>The rows in fewer partitions, without sending them around.</summary>
    /// <param name="numPartitions">How many at most.</param>
    /// <returns>The query with them.</returns>
    public DataFrame Coalesce(int numPartitions) => Repartitioned(numPartitions, shuffle: false);

    /// <summary>Tells the planner something, for example <c>broadcast</c>, <c>merge</c> or <c>coalesce</c>.</summary>
    /// <param name="name">The hint.</param>
    /// <param name="parameters">Its parameters; columns stand for themselves.</param>
    /// <returns>The query with the hint.</returns>
    public DataFrame Hint(string name, params object?[]? parameters) =>
        Frame(new Relation { Hint = new Hint { Input = Relation, Name = name, Parameters = { Arguments.Values(parameters ?? []) } } });

    /// <summary>Says how late rows of a stream may come, so that state before that can be dropped.</summary>
    /// <param name="eventTime">The column with the rows' time.</param>
    /// <param name="delayThreshold">The delay, for example <c>10 minutes</c>.</param>
    /// <returns>The query with the watermark.</returns>
    public DataFrame WithWatermark(string eventTime, string delayThreshold) =>
        Frame(new Relation { WithWatermark = new WithWatermark { Input = Relation, EventTime = eventTime, DelayThreshold = delayThreshold } });

    private static Expression[] Orders(Column[] columns) =>
        Array.ConvertAll(Arguments.Of(columns), column => new Expression { SortOrder = ExpressionFactory.Order(column) });

    private Sample Part(double lower, double upper, long seed, bool withReplacement) =>
        new() { Input = Relation, LowerBound = lower, UpperBound = upper, WithReplacement = withReplacement, Seed = seed };

    private DataFrame Sorted(Expression[] columns, bool isGlobal)
    {
        var sort = new Sort { Input = Relation, IsGlobal = isGlobal };
        sort.Order.Add(Array.ConvertAll(columns, ExpressionFactory.Order));
        return Frame(new Relation { Sort = sort });
    }

    private DataFrame Repartitioned(int numPartitions, bool shuffle) =>
        Frame(new Relation { Repartition = new Repartition { Input = Relation, NumPartitions = numPartitions, Shuffle = shuffle } });

    private DataFrame Repartitioned(int? numPartitions, Expression[] expressions)
    {
        var partitions = new RepartitionByExpression { Input = Relation, PartitionExprs = { expressions } };
        if (numPartitions is { } count)
        {
            partitions.NumPartitions = count;
        }

        return Frame(new Relation { RepartitionByExpression = partitions });
    }
}
