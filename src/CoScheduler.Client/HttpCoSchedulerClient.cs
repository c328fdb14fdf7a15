using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using CloudNative.CloudEvents;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CoScheduler.Client;

/// <summary>Asks over HTTP: events come as server-sent events, and are read on where a connection broke off.</summary>
public sealed class HttpCoSchedulerClient : AnalysisClient
{
    private const string Requests = "v1/requests";
    private static readonly TimeSpan ReconnectPause = TimeSpan.FromMilliseconds(500);
    private const int ReconnectAttempts = 120;

    private readonly HttpClient _http;

    /// <summary>Made over a client of .NET's.</summary>
    /// <param name="http">
    /// With the server's address as <see cref="HttpClient.BaseAddress"/> (ending with a slash if it has a path), and a bearer token
    /// among its default headers if the server wants one. It is not disposed of.
    /// </param>
    /// <param name="source">Who asks: the <c>source</c> of requests, a URI reference such as <c>/shop/api</c>.</param>
    /// <param name="timeProvider">The clock; null means the system's.</param>
    /// <param name="logger">For people; null means nobody.</param>
    public HttpCoSchedulerClient(HttpClient http, string source, TimeProvider? timeProvider = null, ILogger? logger = null)
        : base(source, timeProvider ?? TimeProvider.System, logger ?? NullLogger.Instance)
    {
        ArgumentNullException.ThrowIfNull(http);
        _http = http.BaseAddress is null ? throw new ArgumentException("Set BaseAddress to the server's address.", nameof(http)) : http;
    }

    /// <inheritdoc />
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private protected override string? ReplyTopic(RequestOptions options) => options.ReplyTo;

    private protected override async IAsyncEnumerable<AnalysisEvent> ExchangeAsync(
        RequestIdentity identity, CloudEvent request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (location, refusal) = await AskAsync(identity, request, cancellationToken).ConfigureAwait(false);
        if (refusal is not null)
        {
            yield return refusal;
            yield break;
        }

        string? last = null;
        for (var failures = 0; failures <= ReconnectAttempts; failures++)
        {
            var stream = new EventStream(_http, $"{location}/events", last, Logger, identity);
            await foreach (var received in stream.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                failures = 0;
                last = received.Id;
                yield return received;
            }

            if (stream.IsOver)
            {
                yield break;
            }

            await Task.Delay(ReconnectPause, TimeProvider, cancellationToken).ConfigureAwait(false);
        }

        throw AnalysisException.Unreachable("The server is away, and the request's end is not known; ask again with the same id.");
    }

    private protected override async Task CancelAsync(RequestIdentity identity, CancellationToken cancellationToken)
    {
        var query = $"{Requests}?source={Uri.EscapeDataString(identity.Source)}&id={Uri.EscapeDataString(identity.Id)}";
        using var found = await SendAsync(new HttpRequestMessage(HttpMethod.Get, query), cancellationToken).ConfigureAwait(false);
        var listing = await JsonSerializer.DeserializeAsync<JsonElement>(
            await found.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), RowJson.Options, cancellationToken).ConfigureAwait(false);
        foreach (var item in listing.GetProperty("items").EnumerateArray())
        {
            var path = $"{Requests}/{item.GetProperty("key").GetString()}";
            using var cancelled = await SendAsync(new HttpRequestMessage(HttpMethod.Delete, path), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<(string Location, AnalysisEvent? Refusal)> AskAsync(RequestIdentity identity, CloudEvent request, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, Requests) { Content = HttpEvents.Write(request) };
        using var response = await TrySendAsync(message, cancellationToken).ConfigureAwait(false);
        if (response is { StatusCode: HttpStatusCode.Accepted, Headers.Location: { } location })
        {
            return (location.OriginalString, null);
        }

        var problem = await Problem.ReadAsync(response, cancellationToken).ConfigureAwait(false);
        return problem.ValueKind == JsonValueKind.Object && response.StatusCode != HttpStatusCode.Unauthorized
            ? ("", Problem.ToEvent(identity, response, problem))
            : throw Problem.ToException(response, problem);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        using (message)
        {
            var response = await TrySendAsync(message, cancellationToken).ConfigureAwait(false);
            if (response.IsSuccessStatusCode)
            {
                return response;
            }

            using (response)
            {
                throw Problem.ToException(response, await Problem.ReadAsync(response, cancellationToken).ConfigureAwait(false));
            }
        }
    }

    private async Task<HttpResponseMessage> TrySendAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        try
        {
            return await _http.SendAsync(message, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException unreachable)
        {
            throw AnalysisException.Unreachable($"The server at {_http.BaseAddress} can't be reached: {unreachable.Message}", unreachable);
        }
    }
}
