using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CoScheduler.Examples.Coupons;

/// <summary>
/// The restaurant-reservation site of the story: a small web server that runs as a service of the pool. It listens on
/// <c>PORT</c>, which the pool picks, and asks for analyses over Kafka (<c>SITE_KAFKA</c>) where it is told a broker.
/// </summary>
internal static class Site
{
    private const string Page = """
        <!doctype html><title>Tables and coupons</title>
        <h1>Tables and coupons</h1>
        <form action="coupons"><label>customer <input name="customer" value="7"></label>
        <label>lat <input name="lat" value="48.2085"></label> <label>lon <input name="lon" value="16.3721"></label>
        <button>Coupons near me</button></form>
        """;

    /// <summary>Runs the site until it is asked to go.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseUrls($"http://127.0.0.1:{Environment.GetEnvironmentVariable("PORT") ?? "0"}");
        await using var site = builder.Build();
        site.MapGet("/", () => Results.Content(Page, "text/html; charset=utf-8"));
        site.MapGet("/healthz", () => "ok");
        await site.RunAsync();
        return 0;
    }
}
