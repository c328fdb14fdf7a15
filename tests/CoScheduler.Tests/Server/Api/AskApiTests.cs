using System.Text.Json.Nodes;
using Xunit;

namespace CoScheduler.Tests.Server.Api;

[Collection(ServerCollection.Name)]
public sealed class AskApiTests(ServerFixture server)
{
    private const string Numbers = "/v1/analyses/numbers/requests";

    [Fact]
    public async Task Ask_WaitingForTheEnd_AnswersWithTheRows()
    {
        var answer = await server.SendAsync("POST", Numbers, """{"n":3}""", ("Prefer", "wait=60"));
        Assert.Equal(200, answer.Status);
        Assert.Equal("coscheduler.analysis.done", answer["type"].ToString());
        Assert.Equal("""[{"i":"0"},{"i":"1"},{"i":"2"}]""", answer["data"]["rows"]!.ToJsonString());
        Assert.Equal("3", answer["data"]["rowCount"]!.ToString());
        Assert.Equal("bigint", answer["data"]["schema"]![0]!["type"]!.ToString());
    }

    [Fact]
    public async Task Ask_TheSameKeyAgain_IsTheSameRequestWhetherItWaitsOrNot()
    {
        var id = Guid.NewGuid().ToString();
        var first = await server.SendAsync("POST", Numbers, """{"n":1}""", ("Idempotency-Key", id));
        Assert.Equal(202, first.Status);
        Assert.Equal($"/v1/requests/{first["key"]}", first.Location);
        var waited = await server.SendAsync("POST", Numbers, """{"n":"1"}""", ("Idempotency-Key", id), ("Prefer", "respond-async, wait=60"));
        Assert.Equal(409, waited.Status);
        waited = await server.SendAsync("POST", Numbers, """{ "n": 1 }""", ("Idempotency-Key", id), ("Prefer", "respond-async, wait=60"));
        Assert.Equal("""[{"i":"0"}]""", waited["data"]["rows"]!.ToJsonString());
        var again = await server.SendAsync("POST", Numbers, """{"n":1}""", ("Idempotency-Key", id));
        Assert.Equal((202, true), (again.Status, again["repeated"].GetValue<bool>()));
        Assert.Equal("id_conflict", (await server.SendAsync("POST", Numbers, """{"n":2}""", ("Idempotency-Key", id))).Code);
    }

    [Fact]
    public async Task Ask_FaultyParameters_NamesAllOfThem()
    {
        var answer = await server.SendAsync("POST", $"{Numbers}?timeout=soon", """{"n":"x","m":1}""");
        Assert.Equal((400, "invalid"), (answer.Status, answer.Code));
        Assert.Equal(["", "/m", "/n"], answer["errors"].AsArray().Select(e => e!["pointer"]!.ToString()).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("/v1/analyses/nubmers/requests", "{}", 404, "unknown_analysis")]
    [InlineData("/v1/analyses/lost/requests", "{}", 404, "unknown_role")]
    [InlineData("/v1/analyses/refused/requests", "{}", 429, "busy")]
    [InlineData(Numbers, "{", 400, "invalid")]
    [InlineData("/v1/requests", "{}", 400, "not_a_cloud_event")]
    public async Task Ask_WhatCannotBe_HasItsCode(string path, string body, int status, string code)
    {
        var answer = await server.SendAsync("POST", path, body);
        Assert.Equal((status, code), (answer.Status, answer.Code));
        Assert.Equal(code == "busy", answer.HasRetryAfter);
        Assert.Equal(status, answer["status"].GetValue<int>());
    }

    [Fact]
    public async Task Ask_OnlyToTry_LeavesNoTrace()
    {
        var answer = await server.SendAsync("POST", $"{Numbers}?dryRun=true", """{"n":1}""");
        Assert.Equal((200, true), (answer.Status, answer["dryRun"].GetValue<bool>()));
        Assert.Equal(404, (await server.GetAsync($"/v1/requests/{answer["key"]}")).Status);
    }

    [Fact]
    public async Task Ask_HugeBody_IsTooLarge() => Assert.Equal("too_large", (await server.SendAsync("POST", Numbers, $$"""{"n":"{{new string('1', 2 << 20)}}"}""")).Code);

    [Fact]
    public async Task Ask_ByEvents_StructuredAndBinary_IsAccepted()
    {
        var id = Guid.NewGuid().ToString();
        var structured = new JsonObject { ["specversion"] = "1.0", ["type"] = "coscheduler.analysis.request", ["source"] = "/t ä", ["id"] = id, ["subject"] = "numbers", ["data"] = new JsonObject { ["n"] = 2 } };
        var first = await server.SendAsync("POST", "/v1/requests", structured.ToJsonString(), ("Content-Type", "application/cloudevents+json"));
        Assert.Equal(202, first.Status);
        var second = await server.SendAsync(
            "POST", "/v1/requests", """{"n":2}""",
            ("ce-specversion", "1.0"), ("ce-type", "coscheduler.analysis.request"), ("ce-source", "/t%20%C3%A4"), ("ce-id", id), ("ce-subject", "numbers"));
        Assert.Equal((202, true, first.Location), (second.Status, second["repeated"].GetValue<bool>(), second.Location));
        Assert.Equal("/t ä", (await server.GetAsync(first.Location!))["source"].ToString());
    }

    [Fact]
    public async Task Events_OfARequest_ResumeAndEnd()
    {
        var asked = await server.SendAsync("POST", Numbers, """{"n":4}""");
        var all = Events(await server.GetAsync($"{asked.Location}/events"));
        Assert.Equal("done", all[^1].Event);
        Assert.Equal("rows", all[^2].Event);
        Assert.Equal(all[^1].Id, JsonNode.Parse(all[^1].Data)!["id"]!.ToString());
        var resumed = Events(await server.GetAsync($"{asked.Location}/events", ("Last-Event-ID", all[^2].Id)));
        Assert.Equal([all[^1]], resumed);
        Assert.Equal(204, (await server.GetAsync($"{asked.Location}/events", ("Last-Event-ID", all[^1].Id))).Status);
    }

    [Fact]
    public async Task Cancel_OfARequest_EndsItUnlessItIsOnlyTried()
    {
        var asked = await server.SendAsync("POST", $"{Numbers}?timeout=30s", """{"n":900000000}""");
        Assert.Equal("cancelled", (await server.SendAsync("DELETE", $"{asked.Location}?dryRun=true", null))["state"].ToString());
        Assert.NotEqual("cancelled", (await server.GetAsync(asked.Location!))["state"].ToString());
        Assert.Equal("cancelled", (await server.SendAsync("DELETE", asked.Location!, null))["state"].ToString());
        Assert.Equal("cancelled", (await server.GetAsync(asked.Location!))["state"].ToString());
        Assert.Equal("unknown_request", (await server.SendAsync("DELETE", "/v1/requests/none", null)).Code);
    }

    [Fact]
    public async Task List_OfRequests_HasPagesAndFilters()
    {
        var source = $"/{Guid.NewGuid():N}";
        for (var i = 0; i < 3; i++)
        {
            var structured = new JsonObject { ["specversion"] = "1.0", ["type"] = "coscheduler.analysis.request", ["source"] = source, ["id"] = $"{i}", ["subject"] = "numbers", ["data"] = new JsonObject { ["n"] = 1 } };
            await server.SendAsync("POST", "/v1/requests", structured.ToJsonString(), ("Content-Type", "application/cloudevents+json"), ("Prefer", "wait=60"));
        }

        var first = await server.GetAsync($"/v1/requests?source={source}&limit=2&state=done&role=analytics");
        Assert.Equal(["2", "1"], first["items"].AsArray().Select(i => i!["id"]!.ToString()));
        var second = await server.GetAsync($"/v1/requests?source={source}&limit=2&after={first["next"]}");
        Assert.Equal(["0"], second["items"].AsArray().Select(i => i!["id"]!.ToString()));
        Assert.Empty((await server.GetAsync($"/v1/requests?source={source}&role=site"))["items"].AsArray());
        Assert.Equal("out_of_range", (await server.GetAsync("/v1/requests?after=zz")).Code);
    }

    private static List<(string Id, string Event, string Data)> Events(Answer answer) =>
        [.. answer.Text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Where(e => e != ":").Select(e => e.Split('\n')).Select(l => (l[0][4..], l[1][7..], l[2][6..]))];
}
