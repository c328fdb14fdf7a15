using CoScheduler.Pool;
using CoScheduler.Server.Api;
using CoScheduler.Server.Security;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace CoScheduler.Tests.Server.Api;

public sealed class RequestQueryTests
{
    private static readonly object[] _metadata =
    [
        new NeededVerb(Verb.Read), QueryParameter.DryRun, QueryParameter.Limit, QueryParameter.Role,
        QueryParameter.State<AllocationState>(), QueryParameter.Time("grace", "How long."),
    ];

    [Theory]
    [InlineData("", 200)]
    [InlineData("?dryRun=true&limit=1&role=a&state=running&grace=10s", 200)]
    [InlineData("?dryRun&limit=&state=", 200)]
    [InlineData("?dryrun=true", 400)]
    [InlineData("?dryRun=yes", 400)]
    [InlineData("?limit=0", 400)]
    [InlineData("?limit=1001", 400)]
    [InlineData("?limit=x", 400)]
    [InlineData("?state=walking", 400)]
    [InlineData("?grace=soon", 400)]
    [InlineData("?role=a&role=b", 400)]
    public async Task Check_QueryString_IsWhatTheRouteTakes(string query, int status) => Assert.Equal(status, await CheckAsync(query, _metadata));

    [Fact]
    public async Task Check_OpenRoute_TakesAnything() => Assert.Equal(200, await CheckAsync("?verbose", []));

    [Theory]
    [InlineData("?dryRun", true)]
    [InlineData("?dryRun=True", true)]
    [InlineData("?dryRun=1", true)]
    [InlineData("?dryRun=false", false)]
    [InlineData("", false)]
    public void IsDryRun_OfAQuery_IsItsFlag(string query, bool expected) => Assert.Equal(expected, Context(query, []).Request.IsDryRun());

    [Theory]
    [InlineData("?role=a", "a", true)]
    [InlineData("?role=a", "a/b", true)]
    [InlineData("?role=a", "ab", false)]
    [InlineData("?role=a/b", "a", false)]
    [InlineData("", "a", true)]
    public void LetsThroughRole_OfAQuery_TakesThoseBelow(string query, string role, bool expected) =>
        Assert.Equal(expected, Context(query, []).Request.LetsThroughRole(role));

    private static async Task<int> CheckAsync(string query, object[] metadata)
    {
        var context = Context(query, metadata);
        await RequestQuery.CheckAsync(context, _ => Task.CompletedTask);
        return context.Response.StatusCode;
    }

    private static DefaultHttpContext Context(string query, object[] metadata)
    {
        var context = new DefaultHttpContext();
        context.Request.QueryString = new QueryString(query);
        context.SetEndpoint(new Endpoint(null, new EndpointMetadataCollection(metadata), "tested"));
        return context;
    }
}
