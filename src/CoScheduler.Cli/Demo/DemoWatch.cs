using System.Text.Json.Nodes;

namespace CoScheduler.Cli.Demo;

/// <summary>Shows what the server tells while the story goes on: who holds what, and every decision with its reason.</summary>
internal sealed class DemoWatch : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _watching;

    public DemoWatch(DemoServer server, DemoCustomers customers, IDemoScreen screen, TimeProvider time) =>
        _watching = Task.WhenAll(DecisionsAsync(server, screen), FramesAsync(server, customers, screen, time));

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        try
        {
            await _watching;
        }
        catch (OperationCanceledException)
        {
            // The story is over.
        }

        _ended.Dispose();
    }

    private async Task DecisionsAsync(DemoServer server, IDemoScreen screen)
    {
        var (_, events) = await server.Api.FollowAsync("v1/events", null, _ended.Token);
        await foreach (var item in events ?? throw new InvalidOperationException("The server refused its events."))
        {
            foreach (var effect in JsonNode.Parse(item.Data)!["effects"]!.AsArray().Select(e => e!.ToString()).Where(IsStory))
            {
                screen.Say($"pool: {effect}");
            }
        }
    }

    private static bool IsStory(string effect) => !effect.StartsWith("forget ", StringComparison.Ordinal) && !effect.StartsWith("start ", StringComparison.Ordinal);

    private async Task FramesAsync(DemoServer server, DemoCustomers customers, IDemoScreen screen, TimeProvider time)
    {
        using var tick = new PeriodicTimer(Interval, time);
        while (await tick.WaitForNextTickAsync(_ended.Token))
        {
            var agents = await server.ListAsync("v1/agents", _ended.Token);
            var tasks = await server.ListAsync("v1/tasks", _ended.Token);
            var requests = customers.Requests;
            foreach (var complaint in requests.Select(r => r.Complaint).OfType<string>().Where(_told.Add))
            {
                screen.Say($"customer: {complaint}");
            }

            screen.Show(new DemoFrame(
                [.. agents.Select(a => new DemoAgent(Text(a, "id"), Text(a, "total"), Text(a, "free")))],
                [.. tasks.Select(Shown)],
                requests.Count,
                requests.Count(r => r.Outcome is not null),
                [.. requests.Where(r => r.Outcome == "done").Select(r => r.Latency!.Value.TotalMilliseconds)]));
        }
    }

    private static DemoTask Shown(JsonNode? task) => new(
        Text(task, "kind"),
        Text(task, "name"),
        Text(task, "role"),
        Text(task, "agent"),
        Text(task, "resources"),
        Text(task, "state"),
        task?["elastic"]?.GetValue<bool>() ?? false);

    private static string Text(JsonNode? node, string name) => node?[name]?.ToString() ?? "";
}
