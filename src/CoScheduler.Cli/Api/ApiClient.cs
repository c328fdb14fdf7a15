using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CoScheduler.Cli.Api;

/// <summary>The server's API, as the verbs use it.</summary>
internal sealed class ApiClient : IDisposable
{
    private const int PageSize = 1000;
    private readonly HttpClient _http;

    public ApiClient(Uri server, string? token)
    {
        _http = new HttpClient { BaseAddress = server.AbsoluteUri.EndsWith('/') ? server : new Uri(server.AbsoluteUri + "/"), Timeout = Timeout.InfiniteTimeSpan };
        if (token is not null)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
    }

    public Task<ApiAnswer> GetAsync(string path, CancellationToken cancellationToken) => SendAsync(HttpMethod.Get, path, null, cancellationToken);

    public Task<ApiAnswer> DeleteAsync(string path, CancellationToken cancellationToken) => SendAsync(HttpMethod.Delete, path, null, cancellationToken);

    public Task<ApiAnswer> PostAsync(string path, HttpContent? content, CancellationToken cancellationToken, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, content, cancellationToken, headers);

    public Task<ApiAnswer> PutAsync(string path, HttpContent content, CancellationToken cancellationToken, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Put, path, content, cancellationToken, headers);

    /// <summary>Reads a list, page by page, into one answer: to its end, or so many items.</summary>
    public async Task<ApiAnswer> ListAsync(string path, int? most, CancellationToken cancellationToken)
    {
        var items = new JsonArray();
        var after = "";
        while (true)
        {
            var limit = Math.Clamp((most ?? int.MaxValue) - items.Count, 1, PageSize);
            var answer = await GetAsync(FormattableString.Invariant($"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}limit={limit}{after}"), cancellationToken);
            if (!answer.Ok || answer.Body is not JsonObject page)
            {
                return answer;
            }

            foreach (var item in page["items"]!.AsArray())
            {
                items.Add(item?.DeepClone());
            }

            if (page["next"]?.ToString() is not { } next || items.Count >= most)
            {
                return answer with { Body = items, Page = page };
            }

            after = "&after=" + Uri.EscapeDataString(next);
        }
    }

    /// <summary>Follows a stream of server-sent events; null and the answer if it was refused.</summary>
    public async Task<(ApiAnswer Answer, IAsyncEnumerable<SseItem<string>>? Events)> FollowAsync(string path, string? lastId, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastId is not null)
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", lastId);
        }

        var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        return response.IsSuccessStatusCode
            ? (new ApiAnswer(response.StatusCode, null, "", null), ReadAsync(response, cancellationToken))
            : (await AnswerAsync(response, cancellationToken), null);
    }

    /// <summary>Copies a body as it comes.</summary>
    public async Task<ApiAnswer> CopyAsync(string path, Stream target, CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            return await AnswerAsync(response, cancellationToken);
        }

        await response.Content.CopyToAsync(target, cancellationToken);
        return new ApiAnswer(response.StatusCode, null, "", null);
    }

    public static StringContent Json(JsonNode body) => new(body.ToJsonString(), Encoding.UTF8, "application/json");

    public static StringContent Yaml(string text) => new(text, Encoding.UTF8, "application/yaml");

    public void Dispose() => _http.Dispose();

    private async Task<ApiAnswer> SendAsync(
        HttpMethod method,
        string path,
        HttpContent? content,
        CancellationToken cancellationToken,
        params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await _http.SendAsync(request, cancellationToken);
        return await AnswerAsync(response, cancellationToken);
    }

    private static async Task<ApiAnswer> AnswerAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        var json = response.Content.Headers.ContentType?.MediaType is { } type && type.Contains("json", StringComparison.Ordinal) && text.Length > 0;
        return new ApiAnswer(response.StatusCode, json ? Parse(text) : null, text, response.Headers.ETag?.ToString());
    }

    private static JsonNode? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            // Something between us and the server answered; its text is shown as it is.
            return null;
        }
    }

    private static async IAsyncEnumerable<SseItem<string>> ReadAsync(HttpResponseMessage response, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using (response)
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            await foreach (var item in SseParser.Create(body).EnumerateAsync(cancellationToken))
            {
                yield return item;
            }
        }
    }
}
