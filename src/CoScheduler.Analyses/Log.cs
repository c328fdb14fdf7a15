using Microsoft.Extensions.Logging;

namespace CoScheduler.Analyses;

/// <summary>What analyses and requests log.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "The catalogue has {Count} analyses")]
    public static partial void CatalogueRead(this ILogger logger, int count);

    [LoggerMessage(2, LogLevel.Error, "{Fault}")]
    public static partial void FileHasFault(this ILogger logger, string fault);

    [LoggerMessage(3, LogLevel.Warning, "The catalogue's files have {Count} faults: the catalogue before stays in force")]
    public static partial void CatalogueKept(this ILogger logger, int count);

    [LoggerMessage(10, LogLevel.Critical, "The loop of requests broke: the server must end")]
    public static partial void LoopBroke(this ILogger logger, Exception exception);

    [LoggerMessage(11, LogLevel.Error, "Requests can't be kept ({Code}); tried again until they can")]
    public static partial void CannotKeep(this ILogger logger, string code, Exception exception);

    [LoggerMessage(12, LogLevel.Warning, "{Count} replies could not be published; said again in {Pause}")]
    public static partial void CannotPublish(this ILogger logger, int count, TimeSpan pause, Exception exception);

    [LoggerMessage(13, LogLevel.Error, "Reply {Id} can never be delivered to {Topic}: {Code}: {Detail}")]
    public static partial void Undeliverable(this ILogger logger, string id, string topic, string code, string detail);

    [LoggerMessage(14, LogLevel.Debug, "Replies are no longer published")]
    public static partial void PumpStopped(this ILogger logger);

    [LoggerMessage(15, LogLevel.Warning, "Request {Source} {Id} lost what ran attempt {Attempt}, and is run again")]
    public static partial void RunsAgain(this ILogger logger, string source, string id, int attempt);

    [LoggerMessage(16, LogLevel.Debug, "The run of request {Source} {Id} was interrupted, for it has ended")]
    public static partial void RunInterrupted(this ILogger logger, string source, string id);

    [LoggerMessage(17, LogLevel.Debug, "The run of request {Source} {Id} was left, for the server stops")]
    public static partial void RunAbandoned(this ILogger logger, string source, string id);

    [LoggerMessage(18, LogLevel.Error, "The engine {Engine} broke at request {Source} {Id}")]
    public static partial void EngineBroke(this ILogger logger, string engine, string source, string id, Exception exception);

    [LoggerMessage(19, LogLevel.Information, "{Live} requests are taken up again, {Cancels} cancels are remembered")]
    public static partial void Recovered(this ILogger logger, int live, int cancels);
}
