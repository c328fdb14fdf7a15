using System.Collections.Immutable;
using CoScheduler.Pool;
using CoScheduler.Simulation.Workloads;

namespace CoScheduler.Simulation.WhatIf;

/// <summary>
/// Finds the pieces of work of one class in what was recorded of it. A target that rises is work that arrives; one that falls is
/// work that is done, if something of the class ended by itself then, and else work that is given up.
/// </summary>
internal sealed class ClassHistory(FrameworkId framework, DemandClass name, DemandTerms terms)
{
    /// <summary>A framework may say that work is done this long before its task is seen to have ended. Milliseconds.</summary>
    private const long SaidBefore = 10_000;

    /// <summary>A target that does not fall this long after a task ended means that its work is started again. Milliseconds.</summary>
    private const long SaidAfter = 1_000;

    private readonly List<Item> _items = [];
    private readonly LinkedList<Item> _waiting = new();
    private readonly LinkedList<Item> _ended = new();
    private readonly SortedDictionary<long, Item> _active = [];
    private readonly List<Withdrawal> _withdrawals = [];
    private readonly List<(long At, Item? Waited)> _givenUp = [];
    private ResourceVector? _took;

    public DemandTerms Terms => terms;

    public int Target { get; private set; }

    /// <summary>Pieces whose length is not known: they were evicted and never ran to their end, or never had a place.</summary>
    public int Unknown { get; private set; }

    public int Pieces => _items.Count;

    public void State(long at, int target)
    {
        for (; Target < target; Target++)
        {
            var item = new Item(at);
            _items.Add(item);
            _waiting.AddLast(item);
        }

        for (; Target > target; Target--)
        {
            Lower(at);
        }
    }

    public void Allocated(AllocationId id, ResourceVector resources)
    {
        _took ??= resources.Counted();
        var from = _waiting.First is not null ? _waiting : _ended;
        if (from.First is { } first)
        {
            from.RemoveFirst();
            (first.Value.Started, first.Value.ByItself) = (null, false);
            _active[id.Value] = first.Value;
        }
    }

    public void Running(AllocationId id, long at)
    {
        if (_active.TryGetValue(id.Value, out var item))
        {
            item.Started = at;
        }
    }

    public void Closed(AllocationClosed closed, long at)
    {
        if (!_active.Remove(closed.Allocation.Value, out var item))
        {
            return;
        }

        if (closed.End is AllocationEnd.Finished or AllocationEnd.Failed)
        {
            item.Runs.Add(new WorkRun(at - (item.Started ?? at), closed.ExitCode ?? (closed.End == AllocationEnd.Finished ? 0 : 1)));
            (item.ByItself, item.Ended) = (true, at);
            if (_givenUp.FindIndex(said => at - said.At <= SaidBefore) is var said and >= 0)
            {
                // The target fell just before: that was this piece, and not one that was given up.
                Restore(said);
                item.Done = true;
                return;
            }

            _ended.AddLast(item);
        }
        else if (closed.End == AllocationEnd.Stopped)
        {
            _ended.AddLast(item);
        }
        else
        {
            item.Evicted = true;
            _waiting.AddFirst(item);
        }
    }

    public WorkClass? Build()
    {
        var shape = terms.Shape.IsZero ? _took : terms.Shape;
        if (shape is null || _items.Count == 0)
        {
            return null;
        }

        var typical = Typical();
        return new WorkClass
        {
            Framework = framework,
            Class = name,
            Terms = terms with { Shape = shape },
            Items = [.. _items.Select(item => new WorkItem(item.At, Runs(item, typical)))],
            Withdrawals = [.. _withdrawals.OrderBy(withdrawal => withdrawal.At)],
        };
    }

    private void Lower(long at)
    {
        StartAgain(at);
        if (_ended.Last is { } ended)
        {
            ended.Value.Done = ended.Value.ByItself;
            _ended.RemoveLast();
            if (!ended.Value.Done)
            {
                _withdrawals.Add(new Withdrawal(at, 1));
            }

            return;
        }

        _withdrawals.Add(new Withdrawal(at, 1));
        _givenUp.Add((at, _waiting.Last?.Value));
        if (_waiting.Count > 0)
        {
            _waiting.RemoveLast();
        }
    }

    private void StartAgain(long at)
    {
        while (_ended.First is { Value: { ByItself: true } first } && at - first.Ended > SaidAfter)
        {
            _ended.RemoveFirst();
            _waiting.AddFirst(first);
        }
    }

    private void Restore(int said)
    {
        _withdrawals.Remove(new Withdrawal(_givenUp[said].At, 1));
        if (_givenUp[said].Waited is { } waited)
        {
            _waiting.AddLast(waited);
        }

        _givenUp.RemoveAt(said);
    }

    private ImmutableArray<WorkRun> Runs(Item item, long? typical)
    {
        if (item.Done)
        {
            return [.. item.Runs];
        }

        // It ran at the end, or was given up; one that was evicted, or never had a place, would have run as its like.
        var known = !item.Evicted && item.Started is not null;
        Unknown += known || typical is null ? 0 : 1;
        return [.. item.Runs, new WorkRun(known ? null : typical, 0)];
    }

    private long? Typical()
    {
        var done = _items.Where(item => item.Done).Select(item => item.Runs[^1].Milliseconds!.Value).Order().ToList();
        return done.Count == 0 ? null : done[done.Count / 2];
    }

    private sealed class Item(long at)
    {
        public long At => at;

        public List<WorkRun> Runs { get; } = [];

        public long? Started { get; set; }

        public bool ByItself { get; set; }

        public long Ended { get; set; }

        public bool Done { get; set; }

        public bool Evicted { get; set; }
    }
}
