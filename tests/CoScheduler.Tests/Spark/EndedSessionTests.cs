using CoScheduler.Spark;
using CoScheduler.Spark.Connect;
using CoScheduler.Spark.Sql;
using CoScheduler.Spark.Sql.Types;
using Xunit;

namespace CoScheduler.Tests.Spark;

/// <summary>Sessions that were stopped here, and those that the server no longer has.</summary>
public sealed class EndedSessionTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static TheoryData<string, Action<SparkSession>> Uses => new()
    {
        { "query", spark => spark.Range(3).Collect() },
        { "iterator", spark => spark.Range(3).ToLocalIterator().First() },
        { "schema", spark => spark.Table("t").Schema() },
        { "command", spark => spark.Sql("CREATE TABLE t (a INT)") },
        { "view", spark => spark.Range(3).CreateTempView("v") },
        { "write", spark => spark.Range(3).Write().Parquet("p") },
        { "stream", spark => spark.ReadStream().Format("rate").Load().WriteStream().Format("noop").Start() },
        { "streams", spark => spark.Streams().Active() },
        { "setting", spark => spark.Conf().Get("a") },
        { "settings", spark => spark.Conf().Set("a", "b") },
        { "catalog", spark => spark.Catalog.ListDatabases().Collect() },
        { "version", spark => spark.Version() },
        { "local rows", spark => spark.CreateDataFrame([new GenericRow([1])], new StructType([new StructField("a", new IntegerType())])) },
        { "artifacts", spark => spark.AddArtifacts(typeof(EndedSessionTests).Assembly.Location) },
        { "interrupt", spark => spark.InterruptAll() },
        { "interrupt of one", spark => spark.InterruptOperation(Guid.NewGuid()) },
        { "reattach", spark => spark.ReattachAsync(Guid.NewGuid(), null).GetAwaiter().GetResult() },
        { "clone", spark => spark.CloneSession() },
        { "another", spark => spark.NewSession() },
    };

    [Theory]
    [MemberData(nameof(Uses))]
    public async Task Use_AfterStop_SaysSo(string use, Action<SparkSession> act)
    {
        await using var server = await FakeConnectServer.StartAsync();
        await using var spark = Session(server);

        // The connection stays open for this one.
        await using var other = spark.NewSession();
        await spark.StopAsync(Cancelled);
        var error = Assert.Throws<ObjectDisposedException>(() => act(spark));
        Assert.True(error.Message.Contains("The session was stopped", StringComparison.Ordinal), use);
        Assert.Equal(["ReleaseSession"], server.Calls);
    }

    [Fact]
    public async Task Execution_LeftOpenWhenItsSessionStops_IsReadAndDisposedWithoutHarm()
    {
        await using var server = await FakeConnectServer.StartAsync();
        server.Responses.AddRange(ArrowResults.Whole(batches: 1).SkipLast(1));
        server.Hang = new TaskCompletionSource();
        await using var spark = Session(server);
        await using var execution = await spark.ExecuteAsync(spark.Sql("SELECT 1"), new ExecuteOptions(), Cancelled);
        Assert.NotNull(await execution.ReadBatchAsync(Cancelled));
        await spark.StopAsync(Cancelled);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => execution.ReadBatchAsync(Cancelled));
    }

    [Theory]
    [InlineData(SparkErrorClasses.SessionNotFound)]
    [InlineData(SparkErrorClasses.SessionClosed)]
    [InlineData(SparkErrorClasses.SessionChanged)]
    public async Task Use_OfASessionThatTheServerHasNot_SaysSoAtOnce(string condition)
    {
        await using var server = await FakeConnectServer.StartAsync();
        server.Unary = (_, _) => throw FakeFailure.OfSpark(condition, $"[{condition}] The session is gone.");
        server.Failure = FakeFailure.OfSpark(condition, $"[{condition}] The session is gone.");
        await using var spark = Session(server);
        var query = await Assert.ThrowsAsync<SparkException>(() => spark.Sql("SELECT 1").CollectAsync(Cancelled));
        var setting = await Assert.ThrowsAsync<SparkException>(() => spark.Conf().GetAsync("a", Cancelled));
        Assert.Equal((condition, condition), (query.ErrorClass, setting.ErrorClass));
        Assert.Contains("The session is gone", query.Message, StringComparison.Ordinal);
        Assert.Equal(["Execute", "Config"], server.Calls);
    }

    private static SparkSession Session(FakeConnectServer server) => new(new SparkConnectOptions { Endpoint = server.Endpoint });
}
