using System.Buffers;
using CoScheduler.Master;
using CoScheduler.Pool;
using CoScheduler.Server.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CoScheduler.Server.Api;

/// <summary>Tasks: list, show, logs, kill.</summary>
internal static class TaskEndpoints
{
    private const int LogChunk = 64 * 1024;
    private static readonly TimeSpan FollowInterval = TimeSpan.FromMilliseconds(250);

    public static void Map(IEndpointRouteBuilder api, ServerParts parts)
    {
        api.Lists<TaskItem>("/tasks", "The tasks: what runs on the agents.", (HttpRequest request) => PageQuery.Of(request).Cut(
            parts.Master.Snapshot.Allocations.Values
                .Where(a => request.LetsThrough(a.State) && request.LetsThroughRole(a.Role.Value))
                .Select(parts.Views.Task)
                .OrderBy(t => t.Id, StringComparer.Ordinal),
            t => t.Id)).Takes(QueryParameter.State<AllocationState>());
        api.Reads<TaskItem>("/tasks/{id}", "A task.", (string id) => Find(parts, id) is { } task ? Results.Ok(parts.Views.Task(task)) : Unknown(id));
        api.Writes<DryRunView>(HttpMethods.Delete, "/tasks/{id}", Verb.Operate, "Ends a task: its polite signal, grace, then the kill.", (string id, HttpRequest request) =>
            PoolEndpoints.SubmitAsync(request, parts, new StopTask(new TaskId(id), null, request.QueryTime("grace"))))
            .Takes(QueryParameter.Time("grace", "How long it may take to go (default: its role's grace)."));
        api.Reads<string>("/tasks/{id}/logs", "A task's log: its end, or all from an offset on.", (string id, HttpContext context) => LogsAsync(parts, id, context))
            .Takes(
                QueryParameter.Flag("follow", "Go on until the task ends."),
                QueryParameter.Word("stream", "Which (default error).", ["error", "out"]),
                QueryParameter.Whole("offset", long.MinValue, long.MaxValue, $"The first byte that is wanted; negative counts from the end (default -{LogChunk})."));
    }

    private static AllocationView? Find(ServerParts parts, string id) => parts.Master.Snapshot.FindTask(new TaskId(id));

    private static IResult Unknown(string id) => Problems.Of("unknown_task", $"No task `{id}` runs; `coscheduler task list` shows those that do.");

    private static async Task<IResult> LogsAsync(ServerParts parts, string id, HttpContext context)
    {
        var stream = context.Request.QueryText("stream") == "out" ? LogStream.Out : LogStream.Error;
        var offset = context.Request.QueryWhole("offset") ?? -LogChunk;
        return await ReadAsync(parts, id, stream, offset, context.RequestAborted) is { } first
            ? new LogResult(parts, id, stream, first, context.Request.QueryFlag("follow"))
            : Problems.Of("unknown_task", $"There is no log of a task `{id}`; logs of ended tasks are kept for a while only.");
    }

    private static Task<LogSlice?> ReadAsync(ServerParts parts, string id, LogStream stream, long offset, CancellationToken cancellationToken) =>
        parts.Logs.ReadLogAsync(new TaskId(id), stream, offset, LogChunk, cancellationToken);

    private sealed class LogResult(ServerParts parts, string id, LogStream stream, LogSlice first, bool follow) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var ended = httpContext.RequestAborted;
            httpContext.Response.ContentType = "text/plain; charset=utf-8";
            for (LogSlice? slice = first; slice is not null; slice = await NextAsync(slice, ended))
            {
                httpContext.Response.BodyWriter.Write(slice.Bytes.Span);
                await httpContext.Response.BodyWriter.FlushAsync(ended);
            }
        }

        /// <summary>What comes after a slice; null at the end of the log, and if it is followed, at the task's end.</summary>
        private async Task<LogSlice?> NextAsync(LogSlice slice, CancellationToken ended)
        {
            var from = slice.Offset + slice.Bytes.Length;
            while (true)
            {
                // Asked for before the log is read: what a task wrote at its very end is still found.
                var runs = follow && Find(parts, id) is not null;
                var next = await ReadAsync(parts, id, stream, from, ended);
                if (next is null or { Bytes.Length: > 0 })
                {
                    return next;
                }

                if (!runs)
                {
                    return null;
                }

                await Task.Delay(FollowInterval, parts.Time, ended);
            }
        }
    }
}
