using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Apache.Arrow;
using CoScheduler.Spark.Connect;
using CoScheduler.Spark.Mapping;
using CoScheduler.Spark.Results;

namespace CoScheduler.Spark.Sql;

/// <content>The whole result: kept, or read as it comes.</content>
public sealed partial class DataFrame
{
    /// <summary>Runs it and keeps all its rows in memory.</summary>
    /// <returns>The rows.</returns>
    public IReadOnlyList<Row> Collect() => Blocking.Run(() => CollectAsync());

    /// <summary>Runs it and keeps all its rows in memory, each as an object: see <see cref="Row.As"/>.</summary>
    /// <typeparam name="T">The type of the objects.</typeparam>
    /// <returns>The objects.</returns>
    public IReadOnlyList<T> Collect<[DynamicallyAccessedMembers(ValueConversion.Members)] T>() => Blocking.Run(() => CollectAsync<T>());

    /// <summary>Runs it and keeps all its rows in memory.</summary>
    /// <param name="cancellationToken">Interrupts it on the server.</param>
    /// <returns>The rows.</returns>
    /// <exception cref="SparkException">It is wrong, or failed.</exception>
    public async Task<IReadOnlyList<Row>> CollectAsync(CancellationToken cancellationToken = default)
    {
        await using var execution = await _session.ExecuteAsync(this, new ExecuteOptions(), cancellationToken);
        var rows = new List<Row>();
        while (await execution.ReadBatchAsync(cancellationToken) is { } batch)
        {
            if (batch.Read() is { } records)
            {
                rows.AddRange(Reader(execution, records).ReadTogether(records));
            }
        }

        return rows;
    }

    /// <summary>Runs it and keeps all its rows in memory, each as an object: see <see cref="Row.As"/>.</summary>
    /// <param name="cancellationToken">Interrupts it on the server.</param>
    /// <typeparam name="T">The type of the objects.</typeparam>
    /// <returns>The objects.</returns>
    /// <exception cref="SparkException">It is wrong, or failed.</exception>
    public async Task<IReadOnlyList<T>> CollectAsync<[DynamicallyAccessedMembers(ValueConversion.Members)] T>(CancellationToken cancellationToken = default)
    {
        var objects = new List<T>();
        await foreach (var row in ToLocalIteratorAsync(cancellationToken))
        {
            objects.Add(row.As<T>());
        }

        return objects;
    }

    /// <summary>Runs it and gives its rows as they come; no more than a batch of them (10,000 rows, as Spark makes them) is in memory.</summary>
    /// <returns>The rows. An enumeration that is left early ends the query on the server.</returns>
    /// <exception cref="SparkException">It is wrong, or failed.</exception>
    public IEnumerable<Row> ToLocalIterator() => Blocking.Enumerate(ToLocalIteratorAsync());

    /// <inheritdoc cref="ToLocalIterator()" />
    /// <param name="prefetchPartitions">Of no effect: over Connect the next batch is always on its way while one is read.</param>
    public IEnumerable<Row> ToLocalIterator(bool prefetchPartitions) => ToLocalIterator();

    /// <summary>Runs it and gives its rows as they come; no more than a batch of them (10,000 rows, as Spark makes them) is in memory.</summary>
    /// <param name="cancellationToken">Interrupts it on the server.</param>
    /// <returns>The rows. An enumeration that is left early ends the query on the server.</returns>
    /// <exception cref="SparkException">It is wrong, or failed.</exception>
    public async IAsyncEnumerable<Row> ToLocalIteratorAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using var execution = await _session.ExecuteAsync(this, new ExecuteOptions(), cancellationToken);
        while (await execution.ReadBatchAsync(cancellationToken) is { } batch)
        {
            foreach (var row in Rows(execution, batch))
            {
                yield return row;
            }
        }
    }

    /// <summary>Runs it and gives its rows as they come, in Arrow's form. Batches without rows are left out.</summary>
    /// <returns>The batches, which the reader disposes. An enumeration that is left early ends the query on the server.</returns>
    /// <exception cref="SparkException">It is wrong, or failed.</exception>
    public IEnumerable<RecordBatch> ToArrowBatches() => Blocking.Enumerate(ToArrowBatchesAsync());

    /// <summary>Runs it and gives its rows as they come, in Arrow's form. Batches without rows are left out.</summary>
    /// <param name="cancellationToken">Interrupts it on the server.</param>
    /// <returns>The batches, which the reader disposes. An enumeration that is left early ends the query on the server.</returns>
    /// <exception cref="SparkException">It is wrong, or failed.</exception>
    public async IAsyncEnumerable<RecordBatch> ToArrowBatchesAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using var execution = await _session.ExecuteAsync(this, new ExecuteOptions(), cancellationToken);
        while (await execution.ReadBatchAsync(cancellationToken) is { } batch)
        {
            if (batch.Read() is { } records)
            {
                yield return records;
            }
        }
    }

    private static IEnumerable<Row> Rows(SparkExecution execution, ArrowBatch batch) =>
        batch.Read() is { } records ? Reader(execution, records).Read(records) : [];

    private static ArrowRowReader Reader(SparkExecution execution, RecordBatch records) => new(execution.Schema ?? ArrowTypes.ToSpark(records.Schema));
}
