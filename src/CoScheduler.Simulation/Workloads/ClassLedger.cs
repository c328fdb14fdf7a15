namespace CoScheduler.Simulation.Workloads;

/// <summary>What a framework knows of one class: which pieces wait, and which are with a task.</summary>
internal sealed class ClassLedger(WorkClass work)
{
    private readonly LinkedList<Piece> _waiting = new();
    private readonly SortedDictionary<long, Piece> _running = [];

    public WorkClass Work => work;

    public int Target => _waiting.Count + _running.Count;

    public long Version { get; set; }

    /// <summary>Whether the pool is about to be told of a new target.</summary>
    public bool Stating { get; set; }

    public void Add(WorkItem item) => _waiting.AddLast(new Piece(item, 0));

    public Piece? TakeWaiting()
    {
        var first = _waiting.First;
        if (first is not null)
        {
            _waiting.RemoveFirst();
        }

        return first?.Value;
    }

    public void PutBack(Piece piece) => _waiting.AddFirst(piece);

    public void Start(long number, Piece piece) => _running.Add(number, piece);

    /// <summary>A task is no longer with its piece: it ended, or its work is done.</summary>
    /// <returns>The piece; null if it was given up before.</returns>
    public Piece? Take(long number) => _running.Remove(number, out var piece) ? piece : null;

    /// <summary>Gives up what waits last, then what was started last.</summary>
    /// <returns>The numbers of the tasks to stop.</returns>
    public List<long> Withdraw(int count)
    {
        for (; count > 0 && _waiting.Count > 0; count--)
        {
            _waiting.RemoveLast();
        }

        var stopped = _running.Keys.Reverse().Take(count).ToList();
        stopped.ForEach(number => _running.Remove(number));
        return stopped;
    }
}

/// <summary>One piece of work, and which of its runs comes next.</summary>
internal sealed record Piece(WorkItem Item, int Run)
{
    public WorkRun Next => Item.Runs[Run];

    public bool OnLastRun => Run == Item.Runs.Length - 1;
}
