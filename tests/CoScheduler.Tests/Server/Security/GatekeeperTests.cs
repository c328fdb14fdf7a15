using System.Net;
using System.Security.Cryptography;
using System.Text;
using CoScheduler.Server.Security;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace CoScheduler.Tests.Server.Security;

public sealed class GatekeeperTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("127.0.0.1:7070", null, 200)]
    [InlineData("localhost", null, 200)]
    [InlineData("[::1]:7070", null, 200)]
    [InlineData("evil.example", null, 403)]
    [InlineData("127.0.0.1.evil.example", null, 403)]
    [InlineData("", null, 403)]
    [InlineData("127.0.0.1", "http://localhost:3000", 200)]
    [InlineData("127.0.0.1", "https://evil.example", 403)]
    [InlineData("127.0.0.1", "null", 403)]
    public async Task Invoke_WithoutTokens_ServesOnlyThisMachineToItself(string host, string? origin, int status)
    {
        var context = Context(new NeededVerb(Verb.Operate), host);
        context.Request.Headers.Origin = origin;
        Assert.Equal(status, await JudgeAsync(null, context));
    }

    [Fact]
    public async Task Invoke_WithoutTokensFromElsewhere_IsUnauthorized()
    {
        var context = Context(new NeededVerb(Verb.Read), "127.0.0.1");
        context.Connection.RemoteIpAddress = IPAddress.Parse("192.0.2.1");
        Assert.Equal(401, await JudgeAsync(null, context));
    }

    [Theory]
    [InlineData(null, 401)]
    [InlineData("Bearer wrong", 401)]
    [InlineData("Basic secret", 401)]
    [InlineData("Bearer", 401)]
    [InlineData("Bearer secret", 200)]
    [InlineData("bearer secret", 200)]
    public async Task Invoke_WithTokens_WantsOne(string? authorization, int status)
    {
        var context = Context(new NeededVerb(Verb.Read), "anywhere.example");
        context.Request.Headers.Authorization = authorization;
        Assert.Equal(status, await JudgeAsync(Tokens(), context));
    }

    [Fact]
    public async Task Invoke_VerbThatTheTokenHasNot_IsForbidden()
    {
        var context = Context(new NeededVerb(Verb.Operate), "h");
        context.Request.Headers.Authorization = "Bearer secret";
        Assert.Equal(403, await JudgeAsync(Tokens(), context));
    }

    [Fact]
    public async Task Invoke_RouteForAnyToken_WantsOneToo() => Assert.Equal(401, await JudgeAsync(Tokens(), Context(new NeededVerb(null), "h")));

    [Fact]
    public async Task Invoke_OpenRoute_WantsNone() => Assert.Equal(200, await JudgeAsync(Tokens(), Context(null, "h")));

    private static DefaultHttpContext Context(NeededVerb? needed, string host)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Loopback;
        context.Request.Host = new HostString(host);
        context.SetEndpoint(new Endpoint(null, new EndpointMetadataCollection(needed is null ? [] : [needed]), "tested"));
        return context;
    }

    private static async Task<int> JudgeAsync(TokensFile? tokens, DefaultHttpContext context)
    {
        var through = false;
        await new Gatekeeper(tokens, _ =>
        {
            through = true;
            return Task.CompletedTask;
        }).InvokeAsync(context);
        Assert.Equal(through, context.Response.StatusCode == 200);
        return context.Response.StatusCode;
    }

    private TokensFile Tokens()
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("secret")));
        File.WriteAllText(_folder.File("tokens.yaml"), $"- {{name: a, sha256: {digest}, verbs: [read]}}");
        return TokensFile.Read(_folder.File("tokens.yaml")).File!;
    }
}
