namespace CoScheduler.Pool.State;

/// <summary>What a deadline belongs to, in the order in which deadlines of the same moment are met.</summary>
internal enum DeadlineKind
{
    Gate,
    Offer,
    Allocation,
    Plan,
    Framework,
    Demand,
}

/// <summary>A deadline. By number, or by name where what it belongs to has none.</summary>
internal readonly record struct Deadline(DeadlineKind Kind, long Id, DemandKey Demand) : IComparable<Deadline>
{
    public int CompareTo(Deadline other)
    {
        var order = Kind.CompareTo(other.Kind);
        order = order != 0 ? order : Id.CompareTo(other.Id);
        return order != 0 || Kind < DeadlineKind.Framework ? order : Demand.CompareTo(other.Demand);
    }
}

/// <summary>
/// Every deadline that is ahead, by the moment: thousands of grants of one step share one. What moved away stays in its
/// moment's list until that has come, and is skipped there by whoever meets it; a moment of which all moved away is forgotten.
/// </summary>
internal sealed class Deadlines
{
    private const int MostKept = 1024;
    private const int MostSpare = 256;

    private readonly OrderedTree<Moment> _moments = new(ByTime.Instance);

    /// <summary>Those that were forgotten, to be used again.</summary>
    private readonly Stack<Moment> _spare = new();

    /// <summary>What to look for.</summary>
    private readonly Moment _sought = new();
    private Moment? _last;

    public PoolTime? Next => _moments.First is { } first ? new PoolTime(first.At) : null;

    public void Move(DeadlineKind kind, long id, PoolTime? from, PoolTime? to) => Move(new Deadline(kind, id, default), from, to);

    public void Move(DemandKey demand, PoolTime? from, PoolTime? to) => Move(new Deadline(DeadlineKind.Demand, 0, demand), from, to);

    public void Move(FrameworkId framework, PoolTime? from, PoolTime? to) =>
        Move(new Deadline(DeadlineKind.Framework, 0, new DemandKey(framework, new DemandClass(""))), from, to);

    /// <summary>Whether something is due.</summary>
    public bool AnyDue(PoolTime now) => Next is { } next && next.CompareTo(now) <= 0;

    /// <summary>What is due, in order of moments and of what it belongs to; some of it may have moved away since.</summary>
    public List<(PoolTime At, Deadline Deadline)> Due(PoolTime now)
    {
        var due = new List<(PoolTime At, Deadline Deadline)>();
        foreach (var moment in _moments.TakeWhile(moment => moment.At <= now.Milliseconds))
        {
            var (at, from) = (moment.At, due.Count);
            foreach (var packed in moment.Numbered)
            {
                due.Add((new PoolTime(at), new Deadline((DeadlineKind)(packed & 3), packed >> 2, default)));
            }

            foreach (var deadline in moment.Named)
            {
                due.Add((new PoolTime(at), deadline));
            }

            due.Sort(from, due.Count - from, Order.Instance);
        }

        return due;
    }

    private void Move(Deadline deadline, PoolTime? from, PoolTime? to)
    {
        if (from == to)
        {
            return;
        }

        if (from is { } old && old.Milliseconds != long.MaxValue)
        {
            Leave(old.Milliseconds);
        }

        if (to is { } next && next.Milliseconds != long.MaxValue)
        {
            Enter(next.Milliseconds, deadline);
        }
    }

    private void Leave(long at)
    {
        var moment = Find(at)!;
        if (--moment.Live > 0)
        {
            return;
        }

        _moments.Remove(moment);
        moment.Clear();
        _last = _last == moment ? null : _last;
        if (_spare.Count < MostSpare)
        {
            _spare.Push(moment);
        }
    }

    private void Enter(long at, Deadline deadline)
    {
        var moment = Find(at) ?? Make(at);
        _last = moment;
        moment.Live++;
        if (deadline.Kind < DeadlineKind.Framework)
        {
            moment.Numbered.Add((deadline.Id << 2) | (long)deadline.Kind);
        }
        else
        {
            moment.Named.Add(deadline);
        }
    }

    private Moment? Find(long at)
    {
        if (_last is { } last && last.At == at)
        {
            return last;
        }

        _sought.At = at;
        return _moments.Find(_sought);
    }

    private Moment Make(long at)
    {
        var moment = _spare.TryPop(out var spare) ? spare : new Moment();
        moment.At = at;
        _moments.Add(moment);
        return moment;
    }

    private sealed class Moment : Ordered<Moment>
    {
        public long At { get; set; }

        public int Live { get; set; }

        /// <summary>Those by number, with their kind in the two lowest bits: a step may make very many.</summary>
        public List<long> Numbered { get; } = [];

        public List<Deadline> Named { get; } = [];

        public void Clear()
        {
            Numbered.Clear();
            Named.Clear();
            if (Numbered.Capacity > MostKept)
            {
                Numbered.TrimExcess();
            }
        }
    }

    private sealed class ByTime : IComparer<Moment>
    {
        public static readonly ByTime Instance = new();

        public int Compare(Moment? x, Moment? y) => x!.At.CompareTo(y!.At);
    }

    private sealed class Order : IComparer<(PoolTime At, Deadline Deadline)>
    {
        public static readonly Order Instance = new();

        public int Compare((PoolTime At, Deadline Deadline) x, (PoolTime At, Deadline Deadline) y) => x.Deadline.CompareTo(y.Deadline);
    }
}
