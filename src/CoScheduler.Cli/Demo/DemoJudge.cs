using System.Text.Json.Nodes;

namespace CoScheduler.Cli.Demo;

/// <summary>Counts what happened: from the replies that customers saw, and from what the server tells over its API.</summary>
internal static class DemoJudge
{
    public static async Task<DemoSummary> JudgeAsync(
        DemoOptions options,
        DemoServer server,
        DemoCustomers customers,
        TimeSpan elapsed,
        CancellationToken cancellationToken)
    {
        var requests = customers.Requests;
        var frameworks = await server.ListAsync("v1/frameworks", cancellationToken);
        var executors = frameworks.FirstOrDefault(f => f?["id"]?.ToString() == options.Engine)?["executors"];
        var waits = frameworks.FirstOrDefault(f => f?["id"]?.ToString() == "services")?["waitMs"];
        var roles = await server.ListAsync("v1/roles", cancellationToken);
        return new DemoSummary(
            options.Engine,
            options.Seed,
            (long)elapsed.TotalMilliseconds,
            Requests(requests),
            LatencySummary.Of(requests.Where(r => r.Outcome == "done").Select(r => r.Latency!.Value)),
            new ExecutorSummary(Number(executors, "granted"), Number(executors, "reclaimed"), Number(executors, "preempted")),
            new ServiceSummary(Number(waits, "started"), new WaitSummary(Number(waits, "p50"), Number(waits, "max"))),
            [.. roles.Select(Role)]);
    }

    private static RequestSummary Requests(IReadOnlyCollection<DemoRequest> requests)
    {
        int Count(string outcome) => requests.Count(r => r.Outcome == outcome);
        return new RequestSummary(
            requests.Count,
            Count("done"),
            Count("failed"),
            Count("expired"),
            Count("cancelled"),
            Count("rejected"),
            requests.Sum(r => r.Duplicates),
            requests.Count(r => r.Outcome is null),
            requests.Count(r => r.Outcome is not null && !r.Right));
    }

    private static RoleSummary Role(JsonNode? role) => new(
        Text(role, "name"), Text(role, "guarantee"), Text(role, "limit"), Text(role, "used"), Text(role, "lent"), Text(role, "borrowed"));

    private static string Text(JsonNode? node, string name) => node?[name]?.ToString() ?? "";

    private static int Number(JsonNode? node, string name) => node?[name]?.GetValue<int>() ?? 0;
}
