using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using CoScheduler.Spark.Protocol;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace CoScheduler.Tests.Spark;

/// <summary>How one stream of responses ends, if not with the last response.</summary>
/// <param name="After">After how many responses of this stream.</param>
/// <param name="Kind">How.</param>
internal sealed record Cut(int After, CutKind Kind);

internal enum CutKind
{
    /// <summary>In good order, as after the two minutes that a server gives a stream.</summary>
    End,

    /// <summary>The stream alone is reset.</summary>
    Reset,

    /// <summary>The whole connection breaks.</summary>
    Disconnect,

    /// <summary>The request is lost before the server has seen it.</summary>
    Lose,

    /// <summary>Somebody else attached.</summary>
    Supersede,
}

/// <summary>A Connect server that plays one result over real gRPC and keeps to Spark's rules for attaching and releasing.</summary>
internal sealed class FakeConnectServer : IAsyncDisposable
{
    public const string ServerSessionId = "server-1";
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Cut> _cuts = new();
    private readonly Lock _gate = new();
    private readonly List<(string Call, TaskCompletionSource Arrived)> _awaited = [];
    private int _known;

    private FakeConnectServer(WebApplication app)
    {
        _app = app;
        app.MapPost("/spark.connect.SparkConnectService/{method}", (string method, HttpContext context) => AnswerAsync(method, context));
    }

    public Uri Endpoint => new(_app.Urls.Single());

    /// <summary>The responses of the one operation, with ids 1, 2, …</summary>
    public List<ExecutePlanResponse> Responses { get; } = [];

    /// <summary>The calls that arrived, as words.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    public ConcurrentQueue<ExecutePlanRequest> Executed { get; } = new();

    /// <summary>What the calls said of who calls.</summary>
    public ConcurrentQueue<string> Authorizations { get; } = new();

    /// <summary>Answers unary calls: a message, or a failure.</summary>
    public Func<string, byte[], IMessage>? Unary { get; set; }

    /// <summary>What the operation fails with, in place of its last response.</summary>
    public FakeFailure? Failure { get; set; }

    /// <summary>The operation stands still after its responses, until it is interrupted.</summary>
    public TaskCompletionSource? Hang { get; set; }

    public static async Task<FakeConnectServer> StartAsync(X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            if (certificate is not null)
            {
                listen.UseHttps(certificate);
            }
        }));
        var server = new FakeConnectServer(builder.Build());
        await server._app.StartAsync();
        return server;
    }

    public void CutNext(params IEnumerable<Cut> cuts)
    {
        foreach (var cut in cuts)
        {
            _cuts.Enqueue(cut);
        }
    }

    /// <summary>Waits until a call has arrived.</summary>
    public Task ArrivedAsync(string call)
    {
        lock (_gate)
        {
            if (Calls.Contains(call))
            {
                return Task.CompletedTask;
            }

            var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited.Add((call, arrived));
            return arrived.Task.WaitAsync(TimeSpan.FromSeconds(30));
        }
    }

    public async ValueTask DisposeAsync()
    {
        Hang?.TrySetResult();
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(string method, HttpContext context)
    {
        var request = await ReadAsync(context.Request.Body);
        Authorizations.Enqueue(context.Request.Headers.Authorization.ToString());
        context.Response.ContentType = "application/grpc";
        try
        {
            switch (method)
            {
                case "ExecutePlan":
                    await ExecuteAsync(ExecutePlanRequest.Parser.ParseFrom(request), context);
                    break;
                case "ReattachExecute":
                    await ReattachAsync(ReattachExecuteRequest.Parser.ParseFrom(request), context);
                    break;
                default:
                    await WriteAsync(context, AnswerUnary(method, request));
                    break;
            }

            Trail(context, 0, "");
        }
        catch (FakeFailure failure)
        {
            await context.Response.StartAsync();
            Trail(context, failure.Code, failure.Message);
            if (failure.Details is { } details)
            {
                context.Response.AppendTrailer("grpc-status-details-bin", Convert.ToBase64String(details.ToByteArray()));
            }
        }
    }

    private IMessage AnswerUnary(string method, byte[] request)
    {
        Note(method switch
        {
            "ReleaseExecute" => Describe(ReleaseExecuteRequest.Parser.ParseFrom(request)),
            "Interrupt" => $"Interrupt {InterruptRequest.Parser.ParseFrom(request).OperationId}",
            _ => method,
        });
        if (method == "Interrupt")
        {
            Hang?.TrySetResult();
        }

        return Unary?.Invoke(method, request) ?? method switch
        {
            "ReleaseExecute" => new ReleaseExecuteResponse { ServerSideSessionId = ServerSessionId },
            "Interrupt" => new InterruptResponse { ServerSideSessionId = ServerSessionId },
            "ReleaseSession" => new ReleaseSessionResponse { ServerSideSessionId = ServerSessionId },
            _ => throw new FakeFailure(12, $"{method} is not played."),
        };
    }

    private void Note(string call)
    {
        lock (_gate)
        {
            Calls.Enqueue(call);
            _awaited.Where(waiter => waiter.Call == call).ToList().ForEach(waiter => waiter.Arrived.TrySetResult());
        }
    }

    private static string Describe(ReleaseExecuteRequest release) =>
        release.ReleaseUntil is { } until ? $"Release {until.ResponseId}" : "ReleaseAll";

    private async Task ExecuteAsync(ExecutePlanRequest request, HttpContext context)
    {
        if (_cuts.TryPeek(out var cut) && cut.Kind == CutKind.Lose && _cuts.TryDequeue(out _))
        {
            Note("Lost");
            Disconnect(context);
            return;
        }

        Note("Execute");
        Executed.Enqueue(request);
        if (Interlocked.Exchange(ref _known, 1) == 1)
        {
            throw FakeFailure.OfSpark("INVALID_HANDLE.OPERATION_ALREADY_EXISTS", "exists");
        }

        await PlayAsync(0, context);
    }

    private Task ReattachAsync(ReattachExecuteRequest request, HttpContext context)
    {
        Note($"Reattach {(request.HasLastResponseId ? request.LastResponseId : "-")}");
        return Volatile.Read(ref _known) == 0
            ? throw FakeFailure.OfSpark("INVALID_HANDLE.OPERATION_NOT_FOUND", "not found")
            : PlayAsync(request.HasLastResponseId ? int.Parse(request.LastResponseId) : 0, context);
    }

    private async Task PlayAsync(int position, HttpContext context)
    {
        Cut? cut;
        lock (_gate)
        {
            cut = _cuts.TryDequeue(out var next) ? next : null;
        }

        await context.Response.StartAsync();
        var sent = 0;
        for (; position < Responses.Count && sent != cut?.After; position++, sent++)
        {
            var response = Responses[position].Clone();
            response.ResponseId = (position + 1).ToString();
            response.ServerSideSessionId = ServerSessionId;
            await WriteAsync(context, response);
        }

        if (cut is not null)
        {
            Stop(cut, context);
            return;
        }

        if (Hang is { } hang)
        {
            await hang.Task;
            throw FakeFailure.OfSpark("OPERATION_CANCELED", "cancelled");
        }

        if (Failure is { } failure)
        {
            throw failure;
        }
    }

    private static void Stop(Cut cut, HttpContext context)
    {
        switch (cut.Kind)
        {
            case CutKind.Reset:
                context.Abort();
                break;
            case CutKind.Disconnect:
                Disconnect(context);
                break;
            case CutKind.Supersede:
                throw FakeFailure.OfSpark("INVALID_CURSOR.DISCONNECTED", "[INVALID_CURSOR.DISCONNECTED] The cursor has been disconnected.");
        }
    }

    private static void Disconnect(HttpContext context) => context.Features.GetRequiredFeature<IConnectionLifetimeFeature>().Abort();

    private static void Trail(HttpContext context, int code, string message)
    {
        context.Response.AppendTrailer("grpc-status", code.ToString());
        context.Response.AppendTrailer("grpc-message", Uri.EscapeDataString(message));
    }

    // gRPC's framing: a byte that says whether the message is compressed, its length, the message.
    private static async Task<byte[]> ReadAsync(Stream body)
    {
        using var bytes = new MemoryStream();
        await body.CopyToAsync(bytes);
        return bytes.ToArray()[5..];
    }

    private static async Task WriteAsync(HttpContext context, IMessage message)
    {
        var frame = new byte[5 + message.CalculateSize()];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), frame.Length - 5);
        message.WriteTo(frame.AsSpan(5));
        await context.Response.Body.WriteAsync(frame);
        await context.Response.Body.FlushAsync();
    }
}
