using System.Collections.Immutable;
using CoScheduler.Spark.Connect;
using CoScheduler.Spark.Protocol;
using Grpc.Core;

namespace CoScheduler.Spark;

/// <summary>Makes exceptions of what a server said.</summary>
internal static class SparkErrors
{
    private const string ParseExceptionType = "org.apache.spark.sql.catalyst.parser.ParseException";
    private const string AnalysisExceptionType = "org.apache.spark.sql.AnalysisException";

    // The note is what else is to be said; empty for nothing.
    public static SparkException ToException(RpcFailure failure, FetchErrorDetailsResponse? response, SparkConnectOptions options, string note = "")
    {
        if (!failure.IsFromSpark)
        {
            return new SparkConnectException(TransportMessage(failure, options.Endpoint) + note, failure.Error.StatusCode, failure.Error);
        }

        var details = Enrich(failure.ToDetails(), response, options.ServerStackTrace);
        details = details with { Message = details.Message + note };
        return details.TypeHierarchy switch
        {
            var types when types.Contains(ParseExceptionType) => new ParseException(details, failure.Error),
            var types when types.Contains(AnalysisExceptionType) => new AnalysisException(details, failure.Error),
            _ => new SparkException(details, failure.Error),
        };
    }

    private static string TransportMessage(RpcFailure failure, Uri endpoint)
    {
        if (failure.Tls is { } tls)
        {
            return $"TLS with {endpoint} failed: {tls.Message} SparkConnectOptions.TrustedCertificates says which other certificates to trust; a server without TLS is reached without use_ssl.";
        }

        if (failure.NoHttp2 is { } other)
        {
            return $"What listens at {endpoint} speaks no HTTP/2, so it is no Spark Connect server, or one that wants TLS (use_ssl=true). {other.Message}";
        }

        var error = failure.Error;

        return error.StatusCode switch
        {
            StatusCode.Unauthenticated => $"Spark refused the token: {error.Status.Detail}",
            StatusCode.Unimplemented => $"The server does not know this call, so it is no Spark Connect server or an old one: {error.Status.Detail}",
            StatusCode.Unavailable => $"Spark could not be reached at {endpoint}: {failure.Cause}",
            _ => $"The call to Spark failed ({error.StatusCode}): {error.Status.Detail}",
        };
    }

    private static SparkErrorDetails Enrich(SparkErrorDetails details, FetchErrorDetailsResponse? response, bool stackTrace)
    {
        if (response is not { HasRootErrorIdx: true } || response.RootErrorIdx < 0 || response.RootErrorIdx >= response.Errors.Count)
        {
            return details;
        }

        var thrown = response.Errors[response.RootErrorIdx];
        var known = thrown.SparkThrowable;
        return details with
        {
            Message = thrown.Message.Length > 0 ? thrown.Message : details.Message,
            ErrorClass = known is { HasErrorClass: true } ? known.ErrorClass : details.ErrorClass,
            SqlState = known is { HasSqlState: true } ? known.SqlState : details.SqlState,
            MessageParameters = known is { MessageParameters.Count: > 0 } ? known.MessageParameters.ToImmutableSortedDictionary() : details.MessageParameters,
            QueryContexts = [.. (known?.QueryContexts ?? []).Select(Context)],
            TypeHierarchy = thrown.ErrorTypeHierarchy.Count > 0 ? [.. thrown.ErrorTypeHierarchy] : details.TypeHierarchy,
            Causes = [.. Chain(response).Select(error => Cause(error, stackTrace))],
        };
    }

    // Bounded by the count, since a chain of causes may lead back into itself.
    private static IEnumerable<FetchErrorDetailsResponse.Types.Error> Chain(FetchErrorDetailsResponse response)
    {
        var index = response.RootErrorIdx;
        for (var seen = 0; seen < response.Errors.Count && index >= 0 && index < response.Errors.Count; seen++)
        {
            var error = response.Errors[index];
            yield return error;
            index = error.HasCauseIdx ? error.CauseIdx : -1;
        }
    }

    private static SparkErrorCause Cause(FetchErrorDetailsResponse.Types.Error error, bool stackTrace) => new(
        error.ErrorTypeHierarchy.FirstOrDefault() ?? "",
        error.Message,
        error.SparkThrowable is { HasErrorClass: true } known ? known.ErrorClass : null,
        stackTrace ? [.. error.StackTrace.Select(Frame)] : []);

    private static string Frame(FetchErrorDetailsResponse.Types.StackTraceElement frame) =>
        $"{frame.DeclaringClass}.{frame.MethodName}({(frame.HasFileName ? frame.FileName : "unknown")}:{frame.LineNumber})";

    private static SparkQueryContext Context(FetchErrorDetailsResponse.Types.QueryContext context) =>
        new(context.Fragment, context.StartIndex, context.StopIndex, context.ObjectType, context.ObjectName, context.Summary);
}
