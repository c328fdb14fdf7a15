using System.Net;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace CoScheduler.Client;

/// <summary>One connection to a request's events.</summary>
/// <param name="http">The client.</param>
/// <param name="address">Where the events are.</param>
/// <param name="lastId">The last event that came before, or null.</param>
/// <param name="logger">For people.</param>
/// <param name="identity">The request.</param>
internal sealed class EventStream(HttpClient http, string address, string? lastId, ILogger logger, RequestIdentity identity)
{
    /// <summary>Whether nothing follows: the server said so, or has given the event that ends the request.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Reads until the connection ends.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The events.</returns>
    public async IAsyncEnumerable<AnalysisEvent> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var response = await OpenAsync(cancellationToken).ConfigureAwait(false);
        if (response is null or { StatusCode: HttpStatusCode.NoContent })
        {
            IsOver = response is not null;
            yield break;
        }

        var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var items = SseParser.Create(body).EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using var disposed = items.ConfigureAwait(false);
        while (await NextAsync(items).ConfigureAwait(false))
        {
            if (HttpEvents.Read(items.Current.Data) is { } received)
            {
                IsOver = received.EndsRequest;
                yield return received;
            }
        }
    }

    private async Task<HttpResponseMessage?> OpenAsync(CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, address);
        message.Headers.Accept.ParseAdd("text/event-stream");
        if (lastId is not null)
        {
            message.Headers.TryAddWithoutValidation("Last-Event-ID", lastId);
        }

        try
        {
            var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            return response.IsSuccessStatusCode || response.StatusCode >= HttpStatusCode.InternalServerError ? Alive(response) : throw await RefusedAsync(response, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException broke)
        {
            Log.StreamBroke(logger, identity.Id, broke);
            return null;
        }
    }

    /// <summary>A server that is being restarted behind a proxy is asked again.</summary>
    private static HttpResponseMessage? Alive(HttpResponseMessage response)
    {
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        response.Dispose();
        return null;
    }

    private static async Task<AnalysisException> RefusedAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using (response)
        {
            return Problem.ToException(response, await Problem.ReadAsync(response, cancellationToken).ConfigureAwait(false));
        }
    }

    private async ValueTask<bool> NextAsync(IAsyncEnumerator<SseItem<string>> items)
    {
        try
        {
            return await items.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception broke) when (broke is IOException or HttpRequestException)
        {
            Log.StreamBroke(logger, identity.Id, broke);
            return false;
        }
    }
}
