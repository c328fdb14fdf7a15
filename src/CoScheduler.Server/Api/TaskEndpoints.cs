using System.Buffers;
using CoScheduler.Master;
using CoScheduler.Pool;
using CoScheduler.Server.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CoScheduler.Server.Api;

/// <summary>Tasks: list, show, logs, kill.</summary>
internal static class TaskEndpoints
{
    private const int LogChunk = 64 * 1024;
    private static readonly TimeSpan FollowInterval = TimeSpan.FromMilliseconds(250);

    public static void Map(RouteGroupBuilder api, ServerParts parts)
    {
        api.MapGet("/tasks", (HttpRequest request) => PageQuery.Of(request).Cut(
            parts.Master.Snapshot.Allocations.Values
                .Where(a => PoolEndpoints.Matches(request, a.State) && PoolEndpoints.InRole(request, a.Role.Value))
                .Select(parts.Views.Task)
                .OrderBy(t => t.Id, StringComparer.Ordinal),
            t => t.Id)).Needs(Verb.Read);
        api.MapGet("/tasks/{id}", (string id) => Find(parts, id) is { } task ? Results.Ok(parts.Views.Task(task)) : Unknown(id)).Needs(Verb.Read);
        api.MapDelete("/tasks/{id}", (string id, HttpRequest request) => KillAsync(parts, id, request)).Needs(Verb.Operate);
        api.MapGet("/tasks/{id}/logs", (string id, HttpContext context) => LogsAsync(parts, id, context)).Needs(Verb.Read);
    }

    private static AllocationView? Find(ServerParts parts, string id) => parts.Master.Snapshot.FindTask(new TaskId(id));

    private static IResult Unknown(string id) => Problems.Of("unknown_task", $"No task `{id}` runs; `coscheduler task list` shows those that do.");

    private static async Task<IResult> KillAsync(ServerParts parts, string id, HttpRequest request)
    {
        long? grace = null;
        if (request.Query["grace"].FirstOrDefault() is { } text)
        {
            if (!Duration.TryParse(text, out var milliseconds, out var error))
            {
                return Problems.Of("out_of_range", error ?? $"`{text}` is no duration.");
            }

            grace = milliseconds;
        }

        return await PoolEndpoints.SubmitAsync(request, parts, new StopTask(new TaskId(id), null, grace));
    }

    private static async Task<IResult> LogsAsync(ServerParts parts, string id, HttpContext context)
    {
        var stream = context.Request.Query["stream"] == "out" ? LogStream.Out : LogStream.Error;
        var follow = bool.TryParse(context.Request.Query["follow"], out var f) && f;
        var offset = long.TryParse(context.Request.Query["offset"], out var from) ? from : -LogChunk;
        return await ReadAsync(parts, id, stream, offset, context.RequestAborted) is { } first
            ? new LogResult(parts, id, stream, first, follow)
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
            var slice = first;
            while (true)
            {
                httpContext.Response.BodyWriter.Write(slice.Bytes.Span);
                await httpContext.Response.BodyWriter.FlushAsync(ended);
                var next = slice.Offset + slice.Bytes.Length;
                if (next >= slice.Length)
                {
                    if (!follow || Find(parts, id) is null)
                    {
                        return;
                    }

                    await Task.Delay(FollowInterval, parts.Time, ended);
                }

                if (await ReadAsync(parts, id, stream, next, ended) is not { } more)
                {
                    return;
                }

                slice = more;
            }
        }
    }
}
