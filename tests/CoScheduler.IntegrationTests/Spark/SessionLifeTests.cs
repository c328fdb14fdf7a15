using CoScheduler.Spark;
using CoScheduler.Spark.Connect;
using CoScheduler.Spark.Sql;
using Grpc.Core;
using Xunit;

namespace CoScheduler.IntegrationTests.Spark;

/// <summary>Sessions that are cut, copied, tagged, closed by others, cancelled, and many.</summary>
[Collection(ConnectServerTests.Name)]
public sealed class SessionLifeTests(ConnectServer server)
{
    // Takes both of the server's cores, so that nothing else runs before its tasks have ended.
    private const string Full = "SELECT id, java_method('java.lang.Thread', 'sleep', 600000L) FROM range(0, 2, 1, 2)";
    private const int Rows = 30_000;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Collect_ConnectionCutAfterEachMessage_LosesAndDoublesNoRow()
    {
        server.Require();
        await using var proxy = new CuttingProxy(server.Endpoint.Port, Enumerable.Range(1, 12), messages: true);
        await using var spark = server.Session(options => options with { Endpoint = proxy.Endpoint });
        while (proxy.CutsLeft > 0)
        {
            var ids = new List<long>();
            await foreach (var row in spark.Sql($"SELECT id, uuid() AS filler FROM range(0, {Rows}, 1, 3)").ToLocalIteratorAsync(Cancelled))
            {
                ids.Add(row.GetAs<long>(0));
            }

            Assert.Equal(Enumerable.Range(0, Rows).Select(id => (long)id), ids);
        }
    }

    [Fact]
    public async Task Clone_HasViewsAndSettings_AndGoesItsOwnWay()
    {
        await using var spark = server.Session();
        spark.Range(3).CreateOrReplaceTempView("numbers");
        spark.Conf().Set("spark.sql.session.timeZone", "Asia/Tokyo");
        await using var copy = await spark.CloneSessionAsync(cancellationToken: Cancelled);
        Assert.NotEqual(spark.SessionId, copy.SessionId);
        Assert.Equal(3, copy.Table("numbers").Count());
        Assert.Equal("Asia/Tokyo", copy.Conf().Get("spark.sql.session.timeZone"));
        copy.Range(5).CreateOrReplaceTempView("numbers");
        Assert.Equal((3L, 5L), (spark.Table("numbers").Count(), copy.Table("numbers").Count()));
    }

    [Fact]
    public async Task Tags_OfTheSession_FindWhatItBeginsAfterwards()
    {
        await using var spark = server.Session();
        spark.AddTag("mine");
        spark.AddTag("yours");
        spark.RemoveTag("yours");
        Assert.Equal(["mine"], spark.GetTags());
        Assert.Throws<ArgumentException>(() => spark.AddTag("a,b"));
        var running = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        spark.RegisterProgressHandler(new OnceRunning(() => running.TrySetResult()));
        var reading = spark.Sql(Full).CollectAsync(Cancelled);
        await running.Task.WaitAsync(TimeSpan.FromSeconds(60), Cancelled);
        Assert.Empty(await spark.InterruptTagAsync("yours", Cancelled));
        Assert.Single(await spark.InterruptTagAsync("mine", Cancelled));
        Assert.Equal(SparkErrorClasses.OperationCanceled, (await Assert.ThrowsAnyAsync<SparkException>(() => reading)).ErrorClass);
        spark.ClearTags();
        spark.ClearProgressHandlers();
        Assert.Empty(spark.GetTags());
    }

    [Fact]
    public async Task Collect_Cancelled_FreesTheServersCores()
    {
        await using var spark = server.Session();
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        spark.RegisterProgressHandler(new OnceRunning(cancellation.Cancel));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => spark.Sql(Full).CollectAsync(cancellation.Token));
        spark.ClearProgressHandlers();
        Assert.Equal(8, (await spark.Range(0, 8, 1, 2).CollectAsync(Cancelled)).Count);
    }

    [Fact]
    public async Task Session_ReleasedBySomebodyElse_SaysThatItIsClosed()
    {
        var id = Guid.NewGuid();
        await using var spark = server.Session(options => options with { SessionId = id, ReleaseOnDispose = false });
        await spark.Range(1).CollectAsync(Cancelled);
        await using (var other = server.Session(options => options with { SessionId = id }))
        {
            await other.HeartbeatAsync(Cancelled);
        }

        var error = await Assert.ThrowsAsync<SparkException>(() => spark.Range(1).CollectAsync(Cancelled));
        Assert.Equal(SparkErrorClasses.SessionClosed, error.ErrorClass);
        Assert.Equal(SparkErrorClasses.SessionClosed, (await Assert.ThrowsAsync<SparkException>(() => spark.VersionAsync(Cancelled))).ErrorClass);
    }

    [Fact]
    public async Task Sessions_FiftyAtOnce_KeepTheirViewsAndSettingsApart()
    {
        server.Require();
        await Parallel.ForAsync(0, 50, new ParallelOptions { MaxDegreeOfParallelism = 50, CancellationToken = Cancelled }, async (number, cancellationToken) =>
        {
            await using var spark = server.Session();
            await spark.Conf().SetAsync("spark.sql.shuffle.partitions", $"{number + 1}", cancellationToken);
            await spark.Range(number + 1).CreateOrReplaceTempViewAsync("mine", cancellationToken);
            Assert.Equal(number + 1, await spark.Table("mine").CountAsync(cancellationToken));
            Assert.Equal($"{number + 1}", await spark.Conf().GetAsync("spark.sql.shuffle.partitions", cancellationToken));
        });
    }

    [Fact]
    public async Task NoServer_IsSaidSoon()
    {
        await using var spark = new SparkSession(new SparkConnectOptions { Endpoint = new Uri("http://127.0.0.1:1"), Retry = new RetryOptions { InitialDelay = TimeSpan.FromMilliseconds(1) } });
        var error = await Assert.ThrowsAsync<SparkConnectException>(() => spark.VersionAsync(Cancelled));
        Assert.Equal(StatusCode.Unavailable, error.StatusCode);
        Assert.StartsWith("Spark could not be reached at http://127.0.0.1:1/: Connection refused", error.Message, StringComparison.Ordinal);
    }

    private sealed class OnceRunning(Action act) : IProgress<ExecutionProgress>
    {
        public void Report(ExecutionProgress value)
        {
            if (value.TasksInFlight > 0)
            {
                act();
            }
        }
    }
}
