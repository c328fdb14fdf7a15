using System.Text.Json.Nodes;
using Xunit;

namespace CoScheduler.Tests.Server.Api;

[Collection(ServerCollection.Name)]
public sealed class PoolApiTests(ServerFixture server)
{
    private const string Site = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: NAME, labels: {coscheduler.io/role: site}}
        spec:
          replicas: 1
          selector: {matchLabels: {app: NAME}}
          template:
            metadata: {labels: {app: NAME}}
            spec:
              containers:
                - {name: web, command: [/bin/sh, -c, "echo here; echo there >&2; sleep 600"], resources: {requests: {cpu: 100m, memory: 32Mi}}}
        """;

    public static TheoryData<string> Lists => ["/v1/roles", "/v1/agents", "/v1/frameworks", "/v1/offers", "/v1/tasks", "/v1/services", "/v1/requests", "/v1/analyses"];

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task List_OfAnything_HasItemsAndNext(string path)
    {
        var answer = await server.GetAsync($"{path}?limit=1&role=analytics");
        Assert.Equal(200, answer.Status);
        Assert.True(answer["items"].AsArray().Count <= 1);
        Assert.True(answer.Json!.AsObject().ContainsKey("next"));
        Assert.Equal("invalid", (await server.GetAsync($"{path}?limit=none")).Code);
    }

    [Theory]
    [InlineData("/v1/roles/none", "unknown_role")]
    [InlineData("/v1/agents/none", "unknown_agent")]
    [InlineData("/v1/frameworks/none", "unknown_framework")]
    [InlineData("/v1/tasks/none", "unknown_task")]
    [InlineData("/v1/tasks/none/logs", "unknown_task")]
    [InlineData("/v1/services/none", "unknown_service")]
    [InlineData("/v1/requests/none", "unknown_request")]
    [InlineData("/v1/analyses/none", "unknown_analysis")]
    [InlineData("/v1/explain?kind=role&id=none", "not_found")]
    [InlineData("/v1/none", "not_found")]
    [InlineData("/v1/none.json", "not_found")]
    [InlineData("/none", "not_found")]
    public async Task Get_WhatIsNotThere_IsAProblem(string path, string code)
    {
        var answer = await server.GetAsync(path);
        Assert.Equal((404, code), (answer.Status, answer.Code));
        Assert.Contains(code, answer["type"].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cordon_AndResume_OnlyWhenTheyAreMeant()
    {
        Assert.Equal(200, (await server.SendAsync("POST", "/v1/agents/a/cordon?dryRun=true", null)).Status);
        Assert.Equal(400, (await server.SendAsync("POST", "/v1/agents/a/cordon?dryrun=true", null)).Status);
        Assert.Equal("active", (await server.GetAsync("/v1/agents/a"))["state"].ToString());
        Assert.Equal(204, (await server.SendAsync("POST", "/v1/agents/a/cordon", null)).Status);
        Assert.Equal("cordoned", (await server.GetAsync("/v1/agents?state=cordoned"))["items"][0]!["state"]!.ToString());
        Assert.Equal(204, (await server.SendAsync("POST", "/v1/agents/a/resume", null)).Status);
        Assert.Equal("unknown_agent", (await server.SendAsync("POST", "/v1/agents/none/drain?deadline=1m", null)).Code);
    }

    [Fact]
    public async Task Drain_WithADeadline_IsKeptUntilResumed()
    {
        Assert.Equal(204, (await server.SendAsync("POST", "/v1/agents/a/drain?deadline=10m", null)).Status);
        Assert.Equal("draining", (await server.GetAsync("/v1/agents/a"))["state"].ToString());
        Assert.Equal(204, (await server.SendAsync("POST", "/v1/agents/a/resume", null)).Status);
        Assert.Equal("active", (await server.GetAsync("/v1/agents/a"))["state"].ToString());
        Assert.Equal("invalid", (await server.SendAsync("POST", "/v1/agents/a/drain?deadline=soon", null)).Code);
    }

    [Fact]
    public async Task Remove_OfAgentsAndFrameworks_OnlyWhatMayGo()
    {
        Assert.Equal("unknown_agent", (await server.SendAsync("DELETE", "/v1/agents/none", null)).Code);
        Assert.Contains((await server.SendAsync("DELETE", "/v1/agents/a?dryRun=true", null)).Status, new[] { 200, 409 });
        Assert.Equal("unknown_framework", (await server.SendAsync("DELETE", "/v1/frameworks/none", null)).Code);
        Assert.Equal("framework_built_in", (await server.SendAsync("DELETE", "/v1/frameworks/services", null)).Code);
        Assert.Equal("duckdb", (await server.GetAsync("/v1/frameworks/duckdb"))["id"].ToString());
    }

    [Fact]
    public async Task Role_Shown_HasAllThatIsPublishedOfIt()
    {
        var role = (await server.GetAsync("/v1/roles/site")).Json!.AsObject();
        Assert.All(["guarantee", "limit", "cap", "fairShare", "used", "kept", "wanted", "lent", "borrowed"], name => Assert.True(role.ContainsKey(name), name));
    }

    [Fact]
    public async Task Quota_Replaced_WantsTheVersionThatItReplaces()
    {
        var current = await server.GetAsync("/v1/quota");
        var file = current.Text;
        Assert.Equal(428, (await server.SendAsync("PUT", "/v1/quota", file)).Status);
        Assert.Equal(412, (await server.SendAsync("PUT", "/v1/quota", file, ("If-Match", "\"old\""))).Status);
        var tried = await server.SendAsync("PUT", "/v1/quota?dryRun=true", file.Replace("\"grace\":\"1s\"", "\"grace\":\"2s\"", StringComparison.Ordinal));
        Assert.Equal("2s", tried["quota"]["roles"]!["site"]!["grace"]!.ToString());
        Assert.Equal(file, (await server.GetAsync("/v1/quota")).Text);
        var replaced = await server.SendAsync("PUT", "/v1/quota", file.Replace("\"maxQueued\":0", "\"maxQueued\":1", StringComparison.Ordinal), ("If-Match", current.ETag!));
        Assert.Equal(204, replaced.Status);
        Assert.NotEqual(current.ETag, replaced.ETag);
        Assert.Equal(202, (await server.SendAsync("POST", "/v1/analyses/refused/requests?timeout=1m", "{}")).Status);
        Assert.Equal(204, (await server.SendAsync("PUT", "/v1/quota", file, ("If-Match", replaced.ETag!))).Status);
        var faulty = await server.SendAsync("PUT", "/v1/quota", "roles: {a: {weight: x, grace: y}}", ("If-Match", "*"));
        Assert.Equal(("invalid_quota", 2), (faulty.Code, faulty["errors"].AsArray().Count));
        Assert.StartsWith("roles:", (await server.GetAsync("/v1/quota", ("Accept", "application/yaml"))).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quota_TriedWithLessForAService_NamesWhatWouldBeOverAndAskedBack()
    {
        var name = $"s{Guid.NewGuid():N}"[..12];
        await server.SendAsync("POST", "/v1/services", Site.Replace("NAME", name, StringComparison.Ordinal));
        await EventuallyAsync(async () => (await server.GetAsync($"/v1/services/{name}"))["state"].ToString() == "running");
        var task = (await server.GetAsync($"/v1/services/{name}"))["members"][0]!["task"]!.ToString();
        var file = "roles: {site: {limit: \"cpus:0,mem:1Gi\", grace: 7s}, analytics: {roles: {batch: {}, realtime: {}}}}";
        var tried = await server.SendAsync("PUT", "/v1/quota?dryRun=true", file);
        Assert.Equal(("site", "cpus:0", "cpus:0.1"), (tried["over"][0]!["role"]!.ToString(), tried["over"][0]!["cap"]!.ToString(), tried["over"][0]!["over"]!.ToString()));
        var asked = Assert.Single(tried["reclaims"].AsArray(), r => r!["task"]!.ToString() == task)!;
        Assert.Equal(("site", "limit", "7s"), (asked["role"]!.ToString(), asked["cause"]!.ToString(), asked["grace"]!.ToString()));
        Assert.Equal("running", (await server.GetAsync($"/v1/tasks/{task}"))["state"].ToString());
        Assert.Equal("role_in_use", (await server.SendAsync("PUT", "/v1/quota?dryRun=true", "roles: {other: {}}")).Code);
        Assert.Equal(204, (await server.SendAsync("DELETE", $"/v1/services/{name}", null)).Status);
    }

    [Fact]
    public async Task Quota_History_PagesAndKnowsItsVersions()
    {
        var page = await server.GetAsync("/v1/quota/history?limit=1");
        Assert.Equal(200, page.Status);
        Assert.Single(page["items"].AsArray());
        var first = await server.GetAsync("/v1/quota/history/1");
        Assert.Contains("first start with", first["comment"].ToString(), StringComparison.Ordinal);
        Assert.Equal("1s", first["quota"]["roles"]!["site"]!["grace"]!.ToString());
        Assert.Equal("unknown_version", (await server.GetAsync("/v1/quota/history/0")).Code);
        Assert.Equal("unknown_version", (await server.GetAsync("/v1/quota/history/first")).Code);
        Assert.Equal(428, (await server.SendAsync("POST", "/v1/quota/history/1/rollback", null)).Status);
        Assert.Equal("analytics", (await server.GetAsync("/v1/quota/bounds"))["items"][0]!["role"]!.ToString());
    }

    [Fact]
    public async Task Service_FromApplyToDelete_IsATaskWithALog()
    {
        var name = $"s{Guid.NewGuid():N}"[..12];
        var manifest = Site.Replace("NAME", name, StringComparison.Ordinal);
        Assert.True((await server.SendAsync("POST", "/v1/services?dryRun=true", manifest))["dryRun"].GetValue<bool>());
        Assert.Equal("unknown_service", (await server.GetAsync($"/v1/services/{name}")).Code);
        Assert.Equal("created", (await server.SendAsync("POST", "/v1/services", manifest))["services"][0]!["outcome"]!.ToString());
        await EventuallyAsync(async () => (await server.GetAsync($"/v1/services/{name}"))["state"].ToString() == "running");
        var task = (await server.GetAsync($"/v1/services/{name}"))["members"][0]!["task"]!.ToString();
        await EventuallyAsync(async () => (await server.GetAsync($"/v1/tasks/{task}/logs")).Text == "there\n");
        Assert.Equal("here\n", (await server.GetAsync($"/v1/tasks/{task}/logs?stream=out&offset=0")).Text);
        Assert.Equal("task", (await server.GetAsync($"/v1/explain?kind=task&id={task}"))["kind"].ToString());
        Assert.Contains(task, (await server.GetAsync($"/v1/explain?kind=executor&id={task}"))["last"].ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("site", (await server.GetAsync($"/v1/explain?kind=service&id={name}"))["role"].ToString());
        Assert.Equal("3", (await server.SendAsync("PUT", $"/v1/services/{name}/scale?dryRun=true", """{"replicas":3}"""))["replicas"].ToString());
        Assert.Equal("malformed", (await server.SendAsync("PUT", $"/v1/services/{name}/scale", """{"replicas":"many"}""")).Code);
        Assert.Equal("invalid", (await server.SendAsync("PUT", $"/v1/services/{name}/scale", """{"replicas":-1}""")).Code);
        Assert.Equal("2", (await server.SendAsync("PUT", $"/v1/services/{name}/scale", """{"replicas":2}"""))["replicas"].ToString());
        var log = server.GetAsync($"/v1/tasks/{task}/logs?follow=true");
        Assert.Equal(200, (await server.SendAsync("DELETE", $"/v1/services/{name}?dryRun=true", null)).Status);
        Assert.Equal(204, (await server.SendAsync("DELETE", $"/v1/services/{name}", null)).Status);
        Assert.Equal("there\n", (await log).Text);
        await EventuallyAsync(async () => (await server.GetAsync($"/v1/services/{name}")).Status == 404);
    }

    [Theory]
    [InlineData("role", "analytics")]
    [InlineData("role", "analytics/realtime")]
    [InlineData("agent", "a")]
    [InlineData("framework", "duckdb")]
    public async Task Explain_OfWhatIsThere_HasAllMembers(string kind, string id)
    {
        var answer = await server.GetAsync($"/v1/explain?kind={kind}&id={id}");
        Assert.Equal(
            ["ahead", "blockedBy", "expected", "id", "kind", "last", "message", "numbers", "reason", "role", "since", "state"],
            answer.Json!.AsObject().Select(p => p.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Explain_UnknownKind_IsInvalid() => Assert.Equal("invalid", (await server.GetAsync("/v1/explain?kind=pod&id=a")).Code);

    [Fact]
    public async Task Events_OfThePool_ComeFromWhereTheReaderWas()
    {
        using var response = await server.Http.GetAsync("/v1/events?after=0", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        Assert.Equal("id: 1", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        Assert.Equal("event: step", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        var data = JsonNode.Parse((await reader.ReadLineAsync(TestContext.Current.CancellationToken))!["data: ".Length..])!;
        Assert.Equal("1", data["number"]!.ToString());
        Assert.Equal((410, "events_gone"), await CodeAsync("999999"));
        Assert.Equal((400, "malformed"), await CodeAsync("x"));
    }

    [Fact]
    public async Task Metrics_OfAServer_StandTogetherByName()
    {
        var names = (await server.GetAsync("/metrics")).Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(l => l[0] != '#').Select(l => l.Split('{', ' ')[0]).ToList();
        Assert.Contains("coscheduler_role_guarantee", names);
        Assert.Contains("coscheduler_kafka_up", names);
        var runs = names.Where((name, i) => i == 0 || names[i - 1] != name).ToList();
        Assert.Equal(runs.Distinct(), runs);
    }

    [Fact]
    public async Task OpenApi_Document_HasEveryRouteWithASummary()
    {
        var paths = (await server.GetAsync("/openapi/v1.json"))["paths"].AsObject();
        Assert.Contains("/v1/services/{name}/scale", paths.Select(p => p.Key));
        var operations = paths.SelectMany(p => p.Value!.AsObject()).Select(o => o.Value!).ToList();
        Assert.All(operations, o => Assert.NotNull(o["summary"]));
        Assert.All(paths.SelectMany(p => p.Value!.AsObject()).Where(o => o.Key is not "get"), o => Assert.Contains("dryRun", o.Value!["parameters"]!.ToJsonString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Kafka_OfAServer_HasAddressAndTopics()
    {
        var answer = await server.GetAsync("/v1/kafka");
        Assert.True(answer["embedded"].GetValue<bool>());
        Assert.Equal("coscheduler.requests", answer["topics"]["requests"]![0]!.ToString());
    }

    [Fact]
    public async Task Analyses_WithAFaultyFile_TellTheFaultAndKeepTheCatalogue()
    {
        server.Write("bad", "role: site\nsql: 7:\n  - x\n");
        try
        {
            await EventuallyAsync(async () => (await server.GetAsync("/v1/analyses"))["faults"].AsArray().Count > 0);
            Assert.Contains("bad.yaml", (await server.GetAsync("/v1/analyses"))["faults"][0]!["file"]!.ToString(), StringComparison.Ordinal);
            Assert.Equal(200, (await server.GetAsync("/v1/analyses/numbers")).Status);
        }
        finally
        {
            File.Delete(Path.Combine(server.Catalogue, "bad.yaml"));
        }

        await EventuallyAsync(async () => (await server.GetAsync("/v1/analyses"))["faults"].AsArray().Count == 0);
    }

    private async Task<(int Status, string? Code)> CodeAsync(string after)
    {
        var answer = await server.GetAsync("/v1/events", ("Last-Event-ID", after));
        return (answer.Status, answer.Code);
    }

    private static async Task EventuallyAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Delay(20, limit.Token);
        }
    }
}
