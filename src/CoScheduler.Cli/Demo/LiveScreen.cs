using Spectre.Console;
using Spectre.Console.Rendering;

namespace CoScheduler.Cli.Demo;

/// <summary>The demo on a terminal: agents with who holds what, requests and latencies, and the pool's latest decisions.</summary>
internal sealed class LiveScreen : IDemoScreen
{
    private const int LinesShown = 12;
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(100);
    private readonly Lock _state = new();
    private readonly Queue<string> _lines = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _drawing;
    private DemoFrame _frame = new([], [], 0, 0, []);

    public LiveScreen(IAnsiConsole console, TimeProvider time) => _drawing = DrawAsync(console, time);

    public void Say(string line)
    {
        lock (_state)
        {
            _lines.Enqueue(line);
            while (_lines.Count > LinesShown)
            {
                _lines.Dequeue();
            }
        }
    }

    public void Show(DemoFrame frame)
    {
        lock (_state)
        {
            _frame = frame;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _drawing;
        _ended.Dispose();
    }

    private Task DrawAsync(IAnsiConsole console, TimeProvider time) => console.Live(Picture()).AutoClear(false).StartAsync(async live =>
    {
        using var tick = new PeriodicTimer(Refresh, time);
        while (!_ended.IsCancellationRequested)
        {
            live.UpdateTarget(Picture());
            try
            {
                await tick.WaitForNextTickAsync(_ended.Token);
            }
            catch (OperationCanceledException)
            {
                // The story is over: the last picture stays.
            }
        }

        live.UpdateTarget(Picture());
    });

    private Rows Picture()
    {
        lock (_state)
        {
            return new Rows(Tasks(), Requests(), Decisions());
        }
    }

    private Table Tasks()
    {
        var table = new Table().Border(TableBorder.Rounded).Expand();
        table.AddColumns("agent", "role", "task", "resources", "state");
        foreach (var agent in _frame.Agents)
        {
            table.AddRow(Text($"{agent.Name}: {agent.Total}"), Text(""), Text(""), Text($"free {agent.Free}"), Text(""));
            foreach (var task in _frame.Tasks.Where(t => t.Agent == agent.Name))
            {
                table.AddRow(Text(""), Text(task.Role), Text($"{task.Kind} {task.Name}"), Text(task.Resources), State(task));
            }
        }

        return table;
    }

    private static Markup State(DemoTask task)
    {
        var color = task.State switch { "reclaiming" or "killing" => "yellow", "running" when task.Elastic => "cyan", "running" => "green", _ => "grey" };
        return new Markup($"[{color}]{Markup.Escape(task.State)}{(task.Elastic ? " (elastic)" : "")}[/]");
    }

    private BarChart Requests()
    {
        var sorted = _frame.LatenciesMs.Order().ToArray();
        return new BarChart().Width(70).Label("requests")
            .AddItem("sent", _frame.Sent, Color.Grey)
            .AddItem("answered", _frame.Done, Color.Green)
            .AddItem("p50 ms", Math.Round(LatencySummary.Quantile(sorted, 0.5)), Color.Aqua)
            .AddItem("p99 ms", Math.Round(LatencySummary.Quantile(sorted, 0.99)), Color.Yellow);
    }

    private Panel Decisions() => new Panel(new Rows(_lines.Select(Text))).Header("what happens, and why").Expand();

    private static IRenderable Text(string text) => new Text(text);
}
