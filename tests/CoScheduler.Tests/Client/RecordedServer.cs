using System.Net;
using System.Text;

namespace CoScheduler.Tests.Client;

/// <summary>Gives recorded answers, those of one address in order.</summary>
internal sealed class RecordedServer : HttpMessageHandler
{
    private readonly Dictionary<string, Queue<Func<HttpResponseMessage>>> _answers = [];

    public List<(HttpMethod Method, string? LastEventId, string Body)> Seen { get; } = [];

    public void Answer(string call, HttpStatusCode status, string body, string? location = null) => Add(call, () =>
    {
        var response = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        response.Headers.Location = location is null ? null : new Uri(location, UriKind.Relative);
        return response;
    });

    /// <summary>Server-sent events, after which the connection ends.</summary>
    public void Stream(string call, params string[] events) => Add(call, () => new HttpResponseMessage(HttpStatusCode.OK)
    {
        Content = new StringContent(
            ": alive\n\n" + string.Concat(events.Select(sent => $"event: x\ndata: {sent.ReplaceLineEndings("")}\n\n")), Encoding.UTF8, "text/event-stream"),
    });

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var lastEventId = request.Headers.TryGetValues("Last-Event-ID", out var values) ? values.Single() : null;
        Seen.Add((request.Method, lastEventId, request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken)));
        var response = _answers[$"{request.Method} {request.RequestUri!.PathAndQuery}"].Dequeue()();
        response.RequestMessage = request;
        return response;
    }

    private void Add(string call, Func<HttpResponseMessage> answer)
    {
        _answers.TryAdd(call, new());
        _answers[call].Enqueue(answer);
    }
}
