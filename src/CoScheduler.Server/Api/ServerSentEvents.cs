using System.Text;
using Microsoft.AspNetCore.Http;

namespace CoScheduler.Server.Api;

/// <summary>One event of a stream.</summary>
internal sealed record SentEvent(string Id, string Event, string Data);

/// <summary>
/// A stream of server-sent events, with a comment every 15 s so that proxies keep it open. When it resumes and nothing is
/// left, the answer is 204, which tells a browser not to come back (WHATWG, server-sent events).
/// </summary>
internal sealed class ServerSentEvents(TimeProvider time, IAsyncEnumerable<SentEvent> events, bool EndsWithNoContent) : IResult
{
    private static readonly TimeSpan CommentInterval = TimeSpan.FromSeconds(15);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var ended = httpContext.RequestAborted;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ended);
        await using var reader = events.GetAsyncEnumerator(over.Token);
        var next = reader.MoveNextAsync().AsTask();
        try
        {
            if (EndsWithNoContent && next.IsCompleted && !await next)
            {
                httpContext.Response.StatusCode = StatusCodes.Status204NoContent;
                return;
            }

            httpContext.Response.ContentType = "text/event-stream";
            httpContext.Response.Headers.CacheControl = "no-cache";
            await httpContext.Response.Body.FlushAsync(ended);
            while (await NextAsync(httpContext, next, ended))
            {
                await WriteAsync(httpContext, reader.Current, ended);
                next = reader.MoveNextAsync().AsTask();
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The reader went away, which is how such streams end.
        }
        finally
        {
            // What is read from may only be disposed once it is still.
            await over.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> NextAsync(HttpContext context, Task<bool> next, CancellationToken ended)
    {
        while (!next.IsCompleted)
        {
            using var comment = CancellationTokenSource.CreateLinkedTokenSource(ended);
            if (await Task.WhenAny(next, Task.Delay(CommentInterval, time, comment.Token)) != next)
            {
                await context.Response.WriteAsync(":\n\n", ended);
                await context.Response.Body.FlushAsync(ended);
            }

            await comment.CancelAsync();
        }

        return await next;
    }

    private static async Task WriteAsync(HttpContext context, SentEvent sent, CancellationToken ended)
    {
        var text = new StringBuilder()
            .Append("id: ").Append(sent.Id).Append('\n')
            .Append("event: ").Append(sent.Event).Append('\n')
            .Append("data: ").Append(sent.Data.Replace("\n", "\ndata: ", StringComparison.Ordinal)).Append("\n\n");
        await context.Response.WriteAsync(text.ToString(), ended);
        await context.Response.Body.FlushAsync(ended);
    }
}
