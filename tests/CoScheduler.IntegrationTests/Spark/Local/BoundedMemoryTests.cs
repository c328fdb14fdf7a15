using CoScheduler.Spark.Sql;
using Xunit;

namespace CoScheduler.IntegrationTests.Spark.Local;

/// <summary>However large a result, what is read as it comes takes the memory of a few of its batches.</summary>
[Collection(ConnectServerTests.Name)]
public sealed class BoundedMemoryTests(ConnectServer server)
{
    private const int Rows = 1_000_000;
    private const int Width = 200;
    private const int Sampled = 50_000;

    // A quarter of what the rows are together, in the form in which they are sent.
    private const long MostBytes = (long)Rows * Width / 4;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ToLocalIterator_AMillionWideRows_KeepsFewOfThem()
    {
        await using var spark = server.Session();
        var (rows, heap) = (0, new Heap());
        await foreach (var row in Wide(spark).ToLocalIteratorAsync(Cancelled))
        {
            Assert.Equal(Width, row.GetAs<string>(1).Length);
            if (++rows % Sampled == 0)
            {
                heap.Sample();
            }
        }

        Assert.Equal(Rows, rows);
        Assert.InRange(heap.MostBytes, 0, MostBytes);
    }

    [Fact]
    public async Task ToArrowBatches_AMillionWideRows_KeepsFewOfThem()
    {
        await using var spark = server.Session();
        var (rows, heap) = (0, new Heap());
        await foreach (var batch in Wide(spark).ToArrowBatchesAsync(Cancelled))
        {
            if (rows / Sampled != (rows += batch.Length) / Sampled)
            {
                heap.Sample();
            }

            batch.Dispose();
        }

        Assert.Equal(Rows, rows);
        Assert.InRange(heap.MostBytes, 0, MostBytes);
    }

    private static DataFrame Wide(SparkSession spark) => spark.Sql($"SELECT id, lpad(CAST(id AS STRING), {Width}, 'x') AS text FROM range(0, {Rows}, 1, 4)");
}
