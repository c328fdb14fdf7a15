using System.Collections.Immutable;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using CoScheduler.Spark.Connect;
using CoScheduler.Spark.Protocol;
using Google.Protobuf;
using Grpc.Core;

namespace CoScheduler.Spark;

/// <summary>What a gRPC error says by itself, without asking the server again.</summary>
internal sealed class RpcFailure
{
    private const string DetailsTrailer = "grpc-status-details-bin";

    private readonly ErrorInfo? _info;

    private RpcFailure(RpcException error, ErrorInfo? info, TimeSpan? retryDelay)
    {
        Error = error;
        _info = info;
        RetryDelay = retryDelay;
    }

    public RpcException Error { get; }

    /// <summary>The wait that the server asked for before a retry; null if it did not ask for one.</summary>
    public TimeSpan? RetryDelay { get; }

    public bool IsFromSpark => _info is not null;

    public string? ErrorClass => Metadata("errorClass");

    public string? ErrorId => Metadata("errorId");

    /// <summary>Whether the same call may succeed later.</summary>
    public bool IsRetryable =>
        RetryDelay is not null
        || (_info is null && IsTransport && Tls is null)
        || Error.Status.Detail.Contains(SparkErrorClasses.CursorDisconnected, StringComparison.Ordinal);

    /// <summary>Whether no connection was made: nothing listens there, the name is unknown, or what listens is something else.</summary>
    public bool IsWithoutServer => NoHttp2 is not null || Chain().OfType<SocketException>().Any(error =>
        error.SocketErrorCode is SocketError.ConnectionRefused or SocketError.HostNotFound or SocketError.TryAgain or SocketError.HostUnreachable);

    /// <summary>How what listens shows that it speaks no HTTP/2, as a web server of the plain kind does not, or one that wants TLS; null if it does.</summary>
    public NoHttp2Exception? NoHttp2 => Chain().OfType<NoHttp2Exception>().FirstOrDefault();

    /// <summary>
    /// Whether a server of another version could fail so: it lacks a call, or refuses what it was sent. Not where a session or operation is gone, which asking
    /// would begin anew.
    /// </summary>
    public bool MayBeOfItsVersion =>
        Error.StatusCode == StatusCode.Unimplemented
        || (IsFromSpark && ErrorClass != SparkErrorClasses.OperationCanceled && ErrorClass?.StartsWith("INVALID_HANDLE.", StringComparison.Ordinal) is null or false);

    /// <summary>Why no TLS could be agreed on, for one the server's certificate; null if nothing is wrong with it. Trying again would not mend it.</summary>
    public AuthenticationException? Tls => Chain().OfType<AuthenticationException>().FirstOrDefault();

    /// <summary>What happened in the end, which gRPC wraps in words of its own.</summary>
    public string Cause => Chain().LastOrDefault()?.Message ?? Error.Status.Detail;

    // .NET reports a connection that broke in the middle of a message as Internal or Cancelled, with the cause beside it.
    private bool IsTransport =>
        Error.StatusCode is StatusCode.Unavailable or StatusCode.Cancelled
        || Error.Status.DebugException is IOException or HttpRequestException or { InnerException: IOException };

    public static RpcFailure Of(RpcException error)
    {
        ErrorInfo? info = null;
        TimeSpan? delay = null;
        foreach (var detail in Details(error))
        {
            if (detail.TryUnpack<ErrorInfo>(out var foundInfo))
            {
                info = foundInfo;
            }
            else if (detail.TryUnpack<RetryInfo>(out var retry))
            {
                delay = retry.RetryDelay?.ToTimeSpan() ?? TimeSpan.Zero;
            }
        }

        return new RpcFailure(error, info, delay);
    }

    public SparkErrorDetails ToDetails() => new()
    {
        Message = Error.Status.Detail,
        ErrorClass = ErrorClass,
        SqlState = Metadata("sqlState"),
        MessageParameters = Parse("messageParameters", Texts) ?? ImmutableSortedDictionary<string, string>.Empty,
        ServerType = _info?.Reason,
        TypeHierarchy = Parse("classes", Names) ?? [],
    };

    private IEnumerable<Exception> Chain()
    {
        for (var error = Error.Status.DebugException; error is not null; error = error.InnerException)
        {
            yield return error;
        }
    }

    private static IEnumerable<Google.Protobuf.WellKnownTypes.Any> Details(RpcException error)
    {
        var bytes = error.Trailers.GetValueBytes(DetailsTrailer);
        if (bytes is null)
        {
            return [];
        }

        try
        {
            return Protocol.Status.Parser.ParseFrom(bytes).Details;
        }
        catch (InvalidProtocolBufferException)
        {
            // A proxy's trailer is not Spark's: the status itself is all that there is to tell.
            return [];
        }
    }

    private string? Metadata(string key) => _info is not null && _info.Metadata.TryGetValue(key, out var value) ? value : null;

    private static ImmutableSortedDictionary<string, string>? Texts(JsonElement json) =>
        json.EnumerateObject().ToImmutableSortedDictionary(property => property.Name, property => property.Value.ToString());

    private static ImmutableArray<string>? Names(JsonElement json) => [.. json.EnumerateArray().Select(name => name.ToString())];

    private T? Parse<T>(string key, Func<JsonElement, T?> read)
    {
        if (Metadata(key) is not { } json)
        {
            return default;
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            return read(document.RootElement);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // The server cuts what is longer than spark.connect.grpc.maxMetadataSize; the whole comes with the error's details.
            return default;
        }
    }
}
