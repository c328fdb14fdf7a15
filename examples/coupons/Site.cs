using System.Text.Json.Nodes;
using CoScheduler.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CoScheduler.Examples.Coupons;

/// <summary>
/// The restaurant-reservation site of the story: a small web server that runs as a service of the pool. It listens on
/// <c>PORT</c>, which the pool picks, and asks for analyses over Kafka, at the broker that <c>COSCHEDULER_KAFKA</c> names.
/// </summary>
internal static class Site
{
    private const string Page = """
        <!doctype html><meta charset="utf-8"><title>Tables and coupons</title>
        <h1>Tables and coupons</h1>
        <form action="coupons"><label>customer <input name="customer" value="7"></label>
        <label>lat <input name="lat" value="48.2085"></label> <label>lon <input name="lon" value="16.3721"></label>
        <button>Coupons near me</button></form>

        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Runs the site until it is asked to go.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseUrls($"http://127.0.0.1:{Environment.GetEnvironmentVariable("PORT") ?? "0"}");
        await using var site = builder.Build();
        await using var analyses = new Analyses();
        site.MapGet("/", () => Results.Content(Page, "text/html; charset=utf-8"));
        site.MapGet("/healthz", () => "ok");
        site.MapGet("/coupons", (long customer, double lat, double lon, CancellationToken cancellationToken) =>
            CouponsAsync(analyses, customer, lat, lon, cancellationToken));
        await site.RunAsync();
        return 0;
    }

    private static async Task<IResult> CouponsAsync(Analyses analyses, long customer, double lat, double lon, CancellationToken cancellationToken)
    {
        if (await analyses.ConnectAsync(cancellationToken) is not { } client)
        {
            return Results.Problem("COSCHEDULER_KAFKA names no broker.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        var result = await client.QueryAsync<JsonObject>(
            "coupons",
            new { customer, lat, lon },
            new RequestOptions { Timeout = Patience, Reply = ReplyMode.Final },
            cancellationToken);
        return result.Error is { } error
            ? Results.Problem(error.Detail, statusCode: StatusCodes.Status502BadGateway, title: error.Code)
            : Results.Ok(result.Rows);
    }

    /// <summary>The connection to the broker, made by the first customer who asks.</summary>
    private sealed class Analyses : IAsyncDisposable
    {
        private readonly SemaphoreSlim _connecting = new(1, 1);
        private CoSchedulerClient? _client;

        public async Task<CoSchedulerClient?> ConnectAsync(CancellationToken cancellationToken)
        {
            if (_client is not null || Environment.GetEnvironmentVariable("COSCHEDULER_KAFKA") is not { Length: > 0 } kafka)
            {
                return _client;
            }

            await _connecting.WaitAsync(cancellationToken);
            try
            {
                return _client ??= await CoSchedulerClient.ConnectAsync(new CoSchedulerClientOptions { Bootstrap = kafka, Source = "/site" }, cancellationToken: cancellationToken);
            }
            finally
            {
                _connecting.Release();
            }
        }

        public async ValueTask DisposeAsync()
        {
            if (_client is not null)
            {
                await _client.DisposeAsync();
            }

            _connecting.Dispose();
        }
    }
}
