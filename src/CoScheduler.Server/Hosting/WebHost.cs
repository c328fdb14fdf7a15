using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CoScheduler.Server.Api;
using CoScheduler.Server.Options;
using CoScheduler.Server.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CoScheduler.Server.Hosting;

/// <summary>The API over HTTP.</summary>
internal sealed class WebHost : IAsyncDisposable
{
    private const long MaxBody = 16 * 1024 * 1024;
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);
    private readonly WebApplication _app;

    private WebHost(WebApplication app) => _app = app;

    /// <summary>Where it listens, with the port that it got.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>Starts it.</summary>
    /// <exception cref="StartException">The port is in use, or the certificate can't be read.</exception>
    public static async Task<WebHost> StartAsync(ServerOptions options, TokensFile? tokens, ServerParts parts, ILoggerFactory logs, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSingleton(logs);
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.ConfigureHttpJsonOptions(o => ApiJson.Configure(o.SerializerOptions));
        builder.Services.AddOpenApi(ApiDocument.Configure);
        var certificates = options.TlsCert is { } file ? Certificates(file, options.TlsKey) : null;
        if (certificates is not null)
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
        }

        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBody;
            kestrel.ConfigureHttpsDefaults(https => (https.ServerCertificate, https.ServerCertificateChain) = (certificates?[0], certificates));
        });
        builder.WebHost.UseUrls(options.Listen.GetLeftPart(UriPartial.Authority));
        var app = builder.Build();
        var logger = logs.CreateLogger<WebHost>();
        app.Use(next => context => FailAsync(context, next, app.Lifetime.ApplicationStopping, logger));
        app.UseRouting();
        app.Use(next => new Gatekeeper(tokens, next).InvokeAsync);
        app.Use(next => context => RequestQuery.CheckAsync(context, next));
        ApiRoutes.Map(app, parts);
        return await StartAsync(new WebHost(app), options, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(StopLimit);
        await _app.StopAsync(limit.Token);
        await _app.DisposeAsync();
    }

    private static async Task<WebHost> StartAsync(WebHost host, ServerOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await host._app.StartAsync(cancellationToken);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            await host._app.DisposeAsync();
            throw new StartException("port_in_use", $"{options.Listen} can't be listened on ({e.Message}); choose another --listen, port 0 picks a free one.", e);
        }

        var addresses = host._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>();
        host.Address = new Uri(addresses!.Addresses.First());
        return host;
    }

    /// <summary>The certificate with its key, and the others of the file, which lead from it to an authority.</summary>
    private static X509Certificate2Collection Certificates(string certificate, string? key)
    {
        try
        {
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(certificate);
            chain[0] = X509Certificate2.CreateFromPemFile(certificate, key);
            return chain;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new StartException("invalid_certificate", $"{certificate} and {key} must be a certificate and its private key in PEM: {e.Message}", e);
        }
    }

    private static async Task FailAsync(HttpContext context, RequestDelegate next, CancellationToken stopping, ILogger logger)
    {
        var aborted = context.RequestAborted;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(aborted, stopping);
        context.RequestAborted = either.Token;
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (aborted.IsCancellationRequested)
        {
            // Who asked has gone.
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            context.RequestAborted = aborted;
            await AnswerAsync(context, "stopping", "The server stops; ask again when it is back.");
        }
        catch (BadHttpRequestException e)
        {
            await AnswerAsync(context, e.StatusCode == StatusCodes.Status413PayloadTooLarge ? "too_large" : "malformed", e.Message);
        }
        catch (Exception e)
        {
            Log.RequestFailed(logger, context.Request.Method, context.Request.Path, e);
            await AnswerAsync(context, "internal", "The server failed at this; its log says more.");
        }
    }

    private static async Task AnswerAsync(HttpContext context, string code, string detail)
    {
        if (!context.Response.HasStarted)
        {
            await Problems.Of(code, detail).ExecuteAsync(context);
        }
    }

    /// <summary>Signals are the program's business, not the web server's.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
