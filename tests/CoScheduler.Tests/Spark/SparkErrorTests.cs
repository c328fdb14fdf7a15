using System.Threading.Channels;
using CoScheduler.Spark;
using CoScheduler.Spark.Connect;
using CoScheduler.Spark.Protocol;
using CoScheduler.Spark.Sql;
using Grpc.Core;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CoScheduler.Tests.Spark;

public sealed class SparkErrorTests
{
    private const string AnalysisType = "org.apache.spark.sql.AnalysisException";
    private const string ParseType = "org.apache.spark.sql.catalyst.parser.ParseException";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Call_ErrorInfoAlone_HasClassStateAndParameters()
    {
        var error = await FailAsync((_, _) => throw FakeFailure.OfSpark("SOME_CLASS.SUB", "what happened", null, AnalysisType));
        var analysis = Assert.IsType<AnalysisException>(error);
        Assert.Equal("SOME_CLASS.SUB", analysis.ErrorClass);
        Assert.Equal("HY000", analysis.SqlState);
        Assert.Equal("value", analysis.MessageParameters["name"]);
        Assert.Equal(AnalysisType, analysis.ServerType);
        Assert.Equal("what happened", analysis.Message);
    }

    [Fact]
    public async Task Call_ErrorWithAnId_HasTheDetailsOfIt()
    {
        var error = await FailAsync((method, request) => method switch
        {
            "FetchErrorDetails" when FetchErrorDetailsRequest.Parser.ParseFrom(request).ErrorId == "e1" => Details(),
            _ => throw FakeFailure.OfSpark("CUT", "cut", "e1", AnalysisType),
        });
        Assert.IsType<ParseException>(error);
        Assert.Equal("the whole message", error.Message);
        Assert.Equal("WHOLE", error.ErrorClass);
        Assert.Equal("42601", error.SqlState);
        Assert.Equal(new SparkQueryContext("SELEKT", 0, 5, "", "", "summary"), Assert.Single(error.QueryContexts));
        Assert.Equal(["java.lang.Outer", "java.lang.Inner"], error.Causes.Select(cause => cause.Type));
        Assert.Empty(error.Causes[0].StackTrace);
    }

    [Fact]
    public async Task Call_DetailsNoLongerKept_TellsWhatItKnows()
    {
        var error = await FailAsync((_, _) => throw FakeFailure.OfSpark("KNOWN", "known", "gone"));
        Assert.Equal("KNOWN", error.ErrorClass);
        Assert.Empty(error.Causes);
    }

    [Fact]
    public async Task Call_WrongToken_IsNotTriedAgain()
    {
        var calls = 0;
        var error = await FailAsync((_, _) =>
        {
            calls++;
            throw new FakeFailure((int)StatusCode.Unauthenticated, "Invalid authentication token");
        });
        Assert.Equal(StatusCode.Unauthenticated, Assert.IsType<SparkConnectException>(error).StatusCode);
        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task Call_ServerAsksToWait_WaitsByTheClock()
    {
        await using var server = await FakeConnectServer.StartAsync();
        var calls = 0;
        server.Unary = (_, _) => Interlocked.Increment(ref calls) == 1
            ? throw FakeFailure.Later(TimeSpan.FromMinutes(3))
            : new AnalyzePlanResponse { SparkVersion = new() { Version = "4.3.0" } };
        var time = new WaitingTimeProvider();
        var options = new SparkConnectOptions { Endpoint = server.Endpoint, TimeProvider = time, ReleaseOnDispose = false };
        await using var spark = new SparkSession(options);
        var version = spark.VersionAsync(Cancelled);
        var wait = await time.NextWaitAsync();
        Assert.InRange(wait, TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(3) + options.Retry.MaxJitter);
        Assert.False(version.IsCompleted);
        time.Advance(wait);
        Assert.Equal("4.3.0", await version);
    }

    [Fact]
    public async Task Call_AfterAnAnswer_NamesTheServerThatAnswered()
    {
        await using var server = await FakeConnectServer.StartAsync();
        var observed = new List<string>();
        server.Unary = (_, request) =>
        {
            observed.Add(AnalyzePlanRequest.Parser.ParseFrom(request).ClientObservedServerSideSessionId);
            return new AnalyzePlanResponse { ServerSideSessionId = "server-7", SparkVersion = new() { Version = "4.3.0" } };
        };
        await using var spark = new SparkSession(new SparkConnectOptions { Endpoint = server.Endpoint, ReleaseOnDispose = false });
        await spark.HeartbeatAsync(Cancelled);
        await spark.HeartbeatAsync(Cancelled);
        Assert.Equal(["", "server-7"], observed);
    }

    private static async Task<SparkException> FailAsync(Func<string, byte[], Google.Protobuf.IMessage> answer)
    {
        await using var server = await FakeConnectServer.StartAsync();
        server.Unary = answer;
        await using var spark = new SparkSession(new SparkConnectOptions { Endpoint = server.Endpoint, ReleaseOnDispose = false, Retry = RetryOptions.None });
        return await Assert.ThrowsAnyAsync<SparkException>(() => spark.VersionAsync(Cancelled));
    }

    private static FetchErrorDetailsResponse Details()
    {
        var outer = new FetchErrorDetailsResponse.Types.Error
        {
            Message = "the whole message",
            CauseIdx = 0,
            ErrorTypeHierarchy = { "java.lang.Outer", ParseType, AnalysisType },
            StackTrace = { new FetchErrorDetailsResponse.Types.StackTraceElement { DeclaringClass = "A", MethodName = "b", LineNumber = 1 } },
            SparkThrowable = new() { ErrorClass = "WHOLE", SqlState = "42601" },
        };
        outer.SparkThrowable.QueryContexts.Add(new FetchErrorDetailsResponse.Types.QueryContext
        {
            Fragment = "SELEKT",
            StopIndex = 5,
            Summary = "summary",
        });
        var inner = new FetchErrorDetailsResponse.Types.Error { Message = "inner", CauseIdx = 1, ErrorTypeHierarchy = { "java.lang.Inner" } };
        return new FetchErrorDetailsResponse { RootErrorIdx = 1, Errors = { inner, outer } };
    }

    /// <summary>Says when somebody begins to wait, so that time moves only then.</summary>
    private sealed class WaitingTimeProvider : FakeTimeProvider
    {
        private readonly Channel<TimeSpan> _waits = Channel.CreateUnbounded<TimeSpan>();

        public ValueTask<TimeSpan> NextWaitAsync() => _waits.Reader.ReadAsync(Cancelled);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            _waits.Writer.TryWrite(dueTime);
            return timer;
        }
    }
}
