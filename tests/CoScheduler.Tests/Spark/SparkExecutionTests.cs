using CoScheduler.Spark;
using CoScheduler.Spark.Connect;
using CoScheduler.Spark.Protocol;
using CoScheduler.Spark.Sql;
using CsCheck;
using Grpc.Core;
using Xunit;

namespace CoScheduler.Tests.Spark;

public sealed class SparkExecutionTests
{
    private static readonly RetryOptions s_atOnce = new() { InitialDelay = TimeSpan.Zero, MaxJitter = TimeSpan.Zero };

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Collect_OneStream_GivesAllRowsAndReleases()
    {
        await using var server = await FakeConnectServer.StartAsync();
        server.Responses.AddRange(ArrowResults.Whole(batches: 2));
        Assert.Equal([0, 1, 2, 3, 4, 5], await IdsAsync(server));
        Assert.Equal("Execute", server.Calls.First());
        Assert.Equal("ReleaseAll", server.Calls.Last());
    }

    [Fact]
    public async Task Read_NextBatch_ReleasesTheOneBefore()
    {
        await using var server = await FakeConnectServer.StartAsync();
        server.Responses.AddRange(ArrowResults.Whole(batches: 2));
        await using var spark = Session(server);
        await using var execution = await spark.ExecuteAsync(spark.Sql("SELECT 1"), new ExecuteOptions(), Cancelled);
        await execution.ReadBatchAsync(Cancelled);
        Assert.DoesNotContain("Release 2", server.Calls);
        await execution.ReadBatchAsync(Cancelled);
        await server.ArrivedAsync("Release 2");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Collect_ServerEndsTheStream_ContinuesBehindTheLastResponse(int after)
    {
        await using var server = await FakeConnectServer.StartAsync();
        server.Responses.AddRange(ArrowResults.Whole(batches: 3));
        server.CutNext(new Cut(after, CutKind.End));
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8], await IdsAsync(server));
        Assert.Contains($"Reattach {(after == 0 ? "-" : after)}", server.Calls);
    }

    [Fact]
    public async Task Collect_ConnectionDropsAtEachMessage_LosesAndDoublesNoRow()
    {
        var cuts = Gen.Select(Gen.Int[0, 4], Gen.Enum<CutKind>()).Select(pair => new Cut(pair.Item1, pair.Item2)).Array[0, 8];
        await cuts.SampleAsync(
            async script =>
            {
                await using var server = await FakeConnectServer.StartAsync();
                server.Responses.AddRange(ArrowResults.Whole(batches: 4));
                server.CutNext(script.Where((cut, index) => cut.Kind != CutKind.Lose || index == 0));
                return (await IdsAsync(server)).SequenceEqual(Enumerable.Range(0, 12).Select(id => (long)id));
            },
            iter: 40,
            threads: 1);
    }

    [Fact]
    public async Task Execute_RequestLost_IsSentAgainWithTheSameId()
    {
        await using var server = await FakeConnectServer.StartAsync();
        server.Responses.AddRange(ArrowResults.Whole(batches: 1));
        server.CutNext(new Cut(0, CutKind.Lose));
        Assert.Equal([0, 1, 2], await IdsAsync(server));
        Assert.Equal(["Lost", "Reattach -", "Execute"], server.Calls.Take(3));
    }

    [Fact]
    public async Task Execute_Request_CarriesIdentityAndOptions()
    {
        await using var server = await FakeConnectServer.StartAsync();
        server.Responses.AddRange(ArrowResults.Whole(batches: 1));
        var sessionId = Guid.NewGuid();
        var operationId = Guid.NewGuid();
        await using var spark = Session(server, options => options with { SessionId = sessionId, UserId = "me" });
        await using var execution = await spark.ExecuteAsync(spark.Sql("SELECT 1"), new ExecuteOptions { OperationId = operationId, Tags = ["a", "b"] }, Cancelled);
        var request = Assert.Single(server.Executed);
        Assert.Equal(sessionId.ToString(), request.SessionId);
        Assert.Equal("me", request.UserContext.UserId);
        Assert.Equal(operationId.ToString(), request.OperationId);
        Assert.Equal(["a", "b"], request.Tags);
        Assert.Contains(request.RequestOptions, option => option.ReattachOptions is { Reattachable: true });
        Assert.Equal("id", Assert.Single(execution.Schema!.Fields).Name);
    }

    [Fact]
    public async Task Reattach_AfterARestart_ContinuesBehindTheBatchThatWasKept()
    {
        await using var server = await FakeConnectServer.StartAsync();
        server.Responses.AddRange(ArrowResults.Whole(batches: 3));
        var sessionId = Guid.NewGuid();
        var operationId = Guid.NewGuid();
        string kept;
        await using (var before = Session(server, options => options with { SessionId = sessionId, ReleaseOnDispose = false }))
        {
            await using var execution = await before.ExecuteAsync(before.Sql("SELECT 1"), new ExecuteOptions { OperationId = operationId }, Cancelled);
            kept = (await execution.ReadBatchAsync(Cancelled))!.ResponseId;
            execution.Detach();
        }

        Assert.DoesNotContain("ReleaseAll", server.Calls);
        await using var after = Session(server, options => options with { SessionId = sessionId });
        await using var resumed = await after.ReattachAsync(operationId, kept, cancellationToken: Cancelled);
        var batches = await resumed.ReadBatchesAsync(Cancelled).ToListAsync(Cancelled);
        Assert.Equal([3, 6], batches.Select(batch => batch.StartOffset));
        Assert.True(resumed.IsComplete);
    }

    [Fact]
    public async Task Reattach_UnknownOperation_SaysSo()
    {
        await using var server = await FakeConnectServer.StartAsync();
        await using var spark = Session(server);
        var error = await Assert.ThrowsAsync<SparkException>(() => spark.ReattachAsync(Guid.NewGuid(), null, cancellationToken: Cancelled));
        Assert.Equal(SparkErrorClasses.OperationNotFound, error.ErrorClass);
    }

    [Fact]
    public async Task Execute_IdThatWasUsed_SaysSoAndLeavesTheOtherAlone()
    {
        await using var server = await FakeConnectServer.StartAsync();
        server.Responses.AddRange(ArrowResults.Whole(batches: 1));
        await using var spark = Session(server, options => options with { ReleaseOnDispose = false });
        var options = new ExecuteOptions { OperationId = Guid.NewGuid() };
        await using (var first = await spark.ExecuteAsync(spark.Sql("SELECT 1"), options, Cancelled))
        {
            var error = await Assert.ThrowsAsync<SparkException>(() => spark.ExecuteAsync(spark.Sql("SELECT 1"), options, Cancelled));
            Assert.Equal(SparkErrorClasses.OperationAlreadyExists, error.ErrorClass);
            Assert.DoesNotContain("ReleaseAll", server.Calls);
        }

        Assert.Contains("ReleaseAll", server.Calls);
    }

    [Fact]
    public async Task Read_Cancelled_InterruptsOnTheServer()
    {
        await using var server = await FakeConnectServer.StartAsync();
        server.Responses.AddRange(ArrowResults.Whole(batches: 1).SkipLast(1));
        server.Hang = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var spark = Session(server);
        using var cancellation = new CancellationTokenSource();
        await using var execution = await spark.ExecuteAsync(spark.Sql("SELECT 1"), new ExecuteOptions(), cancellation.Token);
        Assert.NotNull(await execution.ReadBatchAsync(cancellation.Token));
        var read = execution.ReadBatchAsync(cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
        Assert.Contains($"Interrupt {execution.OperationId}", server.Calls);
    }

    [Fact]
    public async Task Read_CancelledWhenDetached_LeavesItRunning()
    {
        await using var server = await FakeConnectServer.StartAsync();
        server.Responses.Add(ArrowResults.SchemaOnly());
        server.Hang = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var spark = Session(server);
        using var cancellation = new CancellationTokenSource();
        await using (var execution = await spark.ExecuteAsync(spark.Sql("SELECT 1"), new ExecuteOptions(), Cancelled))
        {
            var read = execution.ReadBatchAsync(cancellation.Token);
            execution.Detach();
            await cancellation.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
        }

        Assert.Equal(["Execute"], server.Calls);
    }

    [Fact]
    public async Task Read_FailureOnTheServer_ThrowsItOnce()
    {
        await using var server = await FakeConnectServer.StartAsync();
        server.Responses.AddRange(ArrowResults.Whole(batches: 1).SkipLast(1));
        server.Failure = FakeFailure.OfSpark("DIVIDE_BY_ZERO", "by zero", null, "org.apache.spark.SparkArithmeticException");
        var error = await Assert.ThrowsAsync<SparkException>(() => IdsAsync(server));
        Assert.Equal("DIVIDE_BY_ZERO", error.ErrorClass);
        Assert.DoesNotContain(server.Calls, call => call.StartsWith("Reattach", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Read_NotReattachable_EndsWithTheStreamAndReleasesNothing()
    {
        await using var server = await FakeConnectServer.StartAsync();
        server.Responses.AddRange(ArrowResults.Whole(batches: 1).SkipLast(1));
        await using (var spark = Session(server, options => options with { ReleaseOnDispose = false }))
        {
            await using var execution = await spark.ExecuteAsync(spark.Sql("SELECT 1"), new ExecuteOptions { Reattachable = false }, Cancelled);
            Assert.Single(await execution.ReadBatchesAsync(Cancelled).ToListAsync(Cancelled));
        }

        Assert.Equal(["Execute"], server.Calls);
    }

    [Fact]
    public async Task Read_BatchInChunks_IsPutTogether()
    {
        await using var server = await FakeConnectServer.StartAsync();
        var whole = ArrowResults.Batch(0, 3).ArrowBatch;
        var chunks = whole.Data.Chunk(100).Select((bytes, index) => new ExecutePlanResponse
        {
            ArrowBatch = new() { RowCount = 3, Data = Google.Protobuf.ByteString.CopyFrom(bytes), ChunkIndex = index, NumChunksInBatch = (whole.Data.Length + 99) / 100 },
        });
        server.Responses.AddRange([ArrowResults.SchemaOnly(), .. chunks, ArrowResults.Complete()]);
        server.CutNext(new Cut(2, CutKind.Disconnect));
        Assert.Equal([0, 1, 2], await IdsAsync(server));
    }

    [Fact]
    public async Task Read_ServerThatNeverCompletes_GivesUpAfterTheTries()
    {
        await using var server = await FakeConnectServer.StartAsync();
        server.Responses.Add(ArrowResults.SchemaOnly());
        var error = await Assert.ThrowsAsync<SparkConnectException>(() => IdsAsync(server));
        Assert.Equal(StatusCode.Unavailable, error.StatusCode);
        Assert.InRange(server.Calls.Count(call => call.StartsWith("Reattach", StringComparison.Ordinal)), 2, s_atOnce.MaxTries);
    }

    [Fact]
    public async Task Read_ServerOutOfReach_ThrowsAfterTheTriesAndReleasesNothing()
    {
        await using var server = await FakeConnectServer.StartAsync();
        server.Responses.AddRange(ArrowResults.Whole(batches: 2));
        server.CutNext([new Cut(2, CutKind.End), .. Enumerable.Repeat(new Cut(0, CutKind.Disconnect), 5)]);
        await using var spark = Session(server, options => options with { ReleaseOnDispose = false, Retry = s_atOnce with { MaxTries = 3 } });
        await using var execution = await spark.ExecuteAsync(spark.Sql("SELECT 1"), new ExecuteOptions(), Cancelled);
        Assert.NotNull(await execution.ReadBatchAsync(Cancelled));
        await Assert.ThrowsAsync<SparkConnectException>(() => execution.ReadBatchAsync(Cancelled));
        await execution.DisposeAsync();
        Assert.DoesNotContain("ReleaseAll", server.Calls);
    }

    private static SparkSession Session(FakeConnectServer server, Func<SparkConnectOptions, SparkConnectOptions>? change = null)
    {
        var options = new SparkConnectOptions { Endpoint = server.Endpoint, Retry = s_atOnce };
        return new SparkSession(change is null ? options : change(options));
    }

    private static async Task<List<long>> IdsAsync(FakeConnectServer server)
    {
        await using var spark = Session(server, options => options with { ReleaseOnDispose = false });
        return [.. (await spark.Sql("SELECT id FROM t").CollectAsync(Cancelled)).Select(row => row.GetAs<long>("id"))];
    }
}
