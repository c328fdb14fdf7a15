using System.Collections.Immutable;
using CoScheduler.Pool;
using CoScheduler.Simulation.Workloads;

namespace CoScheduler.Simulation.WhatIf;

/// <summary>
/// The workload in a recorded past. Commands recorded under one quota are consequences of it; what is extracted is what they are
/// not: the agents, the work that arrived, how long it ran, how it failed.
/// </summary>
internal sealed class Extraction
{
    private readonly RecordedPast _past;
    private readonly SortedDictionary<(string Framework, string Class, int Terms), ClassHistory> _classes = [];
    private readonly Dictionary<(FrameworkId, DemandClass), ClassHistory> _current = [];
    private readonly Dictionary<(FrameworkId, DemandClass), int> _terms = [];
    private readonly Dictionary<AllocationId, ClassHistory> _allocations = [];
    private readonly Dictionary<AllocationId, long> _launched = [];
    private readonly Dictionary<AllocationId, long> _askedBack = [];
    private readonly List<long> _starts = [];
    private readonly List<long> _leaves = [];
    private readonly List<QuotaChange> _quotas = [];

    public Extraction(RecordedPast past)
    {
        _past = past;
        foreach (var step in past.Steps)
        {
            foreach (var decision in step.Decisions)
            {
                Take(step.At.Milliseconds, decision);
            }
        }

        Workload = new Workload
        {
            Start = past.Start.Milliseconds,
            Agents = AgentHistory.Of(past),
            Classes = [.. _classes.Values.Select(history => history.Build()).OfType<WorkClass>()],
            End = past.End.Milliseconds,
        };
    }

    public Workload Workload { get; }

    /// <summary>The quota in force at the beginning, and what became of it.</summary>
    public ImmutableArray<QuotaChange> Quotas => _quotas.Count > 0 && _quotas[0].At <= _past.Start.Milliseconds
        ? [.. _quotas]
        : [new QuotaChange(_past.Start.Milliseconds, _past.Known?.Quota ?? QuotaTree.Default), .. _quotas];

    /// <summary>How long tasks took to start and to leave, in the middle.</summary>
    public WorkTimes Times => new(Median(_starts, WorkTimes.Default.Start), Median(_leaves, WorkTimes.Default.Leaves));

    public int Pieces => _classes.Values.Sum(history => history.Pieces);

    public int Unknown => _classes.Values.Sum(history => history.Unknown);

    private void Take(long at, Decision decision)
    {
        switch (decision)
        {
            case QuotaApplied applied:
                _quotas.Add(new QuotaChange(at, applied.Quota));
                break;
            case DemandStated stated:
                History(at, stated).State(at, stated.Target);
                break;
            case FrameworkDismissed dismissed:
                foreach (var (_, history) in _current.Where(pair => pair.Key.Item1 == dismissed.Framework))
                {
                    history.State(at, 0);
                }

                break;
            case AllocationMade made:
                Allocated(at, made.Allocation, (made.Framework, made.Class), made.Resources);
                break;
            case AllocationTaken taken:
                Allocated(at, taken.Allocation, (taken.Framework, taken.Class), taken.Resources);
                break;
            case TaskLaunched launched:
                _launched[launched.Allocation] = at;
                break;
            case TaskSeenRunning running:
                Started(at, running.Allocation);
                break;
            case ReclaimBegun begun:
                _askedBack[begun.Allocation] = at;
                break;
            case ReclaimWithdrawn withdrawn:
                _askedBack.Remove(withdrawn.Allocation);
                break;
            case AllocationClosed closed:
                Closed(at, closed);
                break;
        }
    }

    /// <summary>Stated on other terms, a class is another one.</summary>
    private ClassHistory History(long at, DemandStated stated)
    {
        var key = (stated.Framework, stated.Class);
        if (_current.TryGetValue(key, out var known) && (stated.Target == 0 || known.Terms.Equals(stated.Terms)))
        {
            return known;
        }

        known?.State(at, 0);
        var number = _terms[key] = _terms.GetValueOrDefault(key) + 1;
        var name = number == 1 ? stated.Class : new DemandClass($"{stated.Class}.{number}");
        var history = new ClassHistory(stated.Framework, name, stated.Terms);
        _classes.Add((stated.Framework.Value, stated.Class.Value, number), history);
        return _current[key] = history;
    }

    private void Allocated(long at, AllocationId id, (FrameworkId, DemandClass) key, ResourceVector resources)
    {
        _launched[id] = at;
        if (_current.TryGetValue(key, out var history))
        {
            _allocations[id] = history;
            history.Allocated(id, resources);
        }
    }

    private void Started(long at, AllocationId id)
    {
        if (_launched.Remove(id, out var launched))
        {
            _starts.Add(at - launched);
        }

        _allocations.GetValueOrDefault(id)?.Running(id, at);
    }

    private void Closed(long at, AllocationClosed closed)
    {
        if (_askedBack.Remove(closed.Allocation, out var asked) && closed.End == AllocationEnd.Reclaimed)
        {
            _leaves.Add(at - asked);
        }

        if (_allocations.Remove(closed.Allocation, out var history))
        {
            history.Closed(closed, at);
        }
    }

    private static long Median(List<long> of, long otherwise) => of.Count == 0 ? otherwise : of.Order().ElementAt(of.Count / 2);
}
