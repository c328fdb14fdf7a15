using System.Net;
using CoScheduler.Client;
using Xunit;

namespace CoScheduler.Tests.Client;

public sealed class HttpCoSchedulerClientTests
{
    private readonly RecordedServer _server = new();

    [Fact]
    public async Task QueryAsync_ConnectionBreaks_IsReadOnFromTheLastEvent()
    {
        _server.Answer("POST /v1/requests", HttpStatusCode.Accepted, "{}", location: "/v1/requests/k1");
        _server.Stream("GET /v1/requests/k1/events", Recorded.Json("accepted", 0, 0, "{}"), Recorded.Json("running", 1, 0, "{}"));
        _server.Stream(
            "GET /v1/requests/k1/events",
            Recorded.Json("running", 1, 0, "{}"),
            Recorded.Json("rows", 1, 1, """{"rows":[{"id":"5","km":1}]}"""),
            Recorded.Json("done", 1, 2, """{"rows":1}"""));
        await using var client = Client();

        var result = await client.QueryAsync<CoSchedulerClientTests.Row>(
            "coupons", new { customer = 7 }, new RequestOptions { Id = Recorded.RequestId }, TestContext.Current.CancellationToken);

        Assert.Equal([new CoSchedulerClientTests.Row(5, 1)], result.Rows);
        Assert.Equal([null, "%2Fshop/r%201/1/0"], _server.Seen.Where(seen => seen.Method == HttpMethod.Get).Select(seen => seen.LastEventId));
        Assert.Contains("\"subject\":\"coupons\"", _server.Seen[0].Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest, "invalid", AnalysisEventKind.Rejected)]
    [InlineData(HttpStatusCode.TooManyRequests, "busy", AnalysisEventKind.Rejected)]
    [InlineData(HttpStatusCode.Conflict, "id_conflict", AnalysisEventKind.Conflict)]
    public async Task QueryAsync_NotTaken_GivesTheProblemsError(HttpStatusCode status, string code, AnalysisEventKind kind)
    {
        _server.Answer("POST /v1/requests", status, $$"""{"type":"about:blank","title":"No","status":{{(int)status}},"code":"{{code}}","detail":"Because.","retryable":false}""");
        await using var client = Client();

        var result = await client.QueryAsync<CoSchedulerClientTests.Row>("coupons", cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal((kind, code, "Because."), (result.End.Kind, result.Error?.Code, result.Error?.Detail));
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized, """{"code":"unauthorized","detail":"Give a token."}""", "unauthorized: Give a token.")]
    [InlineData(HttpStatusCode.BadGateway, "<html>", "unreachable: The server answered 502 Bad Gateway.")]
    public async Task QueryAsync_NobodyAnswers_Throws(HttpStatusCode status, string body, string message)
    {
        _server.Answer("POST /v1/requests", status, body);
        await using var client = Client();

        var failure = await Assert.ThrowsAsync<AnalysisException>(() => client.QueryAsync<CoSchedulerClientTests.Row>(
            "coupons", options: new RequestOptions { CancelWhenAbandoned = false }, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(message, failure.Message);
    }

    [Fact]
    public async Task CancelAsync_KnownRequest_DeletesItByItsKey()
    {
        _server.Answer("GET /v1/requests?source=%2Fshop&id=r%201", HttpStatusCode.OK, """{"items":[{"key":"k1"}],"next":null}""");
        _server.Answer("DELETE /v1/requests/k1", HttpStatusCode.OK, "{}");
        await using var client = Client();

        await client.CancelAsync(Recorded.RequestId, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(HttpMethod.Delete, _server.Seen[^1].Method);
    }

    private HttpCoSchedulerClient Client() =>
        new(new HttpClient(_server) { BaseAddress = new Uri("http://server") }, Recorded.RequestSource);
}
