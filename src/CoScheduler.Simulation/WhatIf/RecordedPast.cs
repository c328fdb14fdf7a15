using System.Collections.Immutable;
using CoScheduler.Pool;

namespace CoScheduler.Simulation.WhatIf;

/// <summary>What a journal says has happened.</summary>
/// <param name="Steps">The steps, in order; at least one.</param>
/// <param name="Known">The pool as it was at some later time, if the first steps are no longer there; else null.</param>
public sealed record RecordedPast(ImmutableArray<RecordedStep> Steps, PoolSnapshot? Known)
{
    /// <summary>When it begins.</summary>
    public PoolTime Start => Steps[0].At;

    /// <summary>When it ends.</summary>
    public PoolTime End => Steps[^1].At;
}

/// <summary>A step.</summary>
/// <param name="At">When.</param>
/// <param name="Command">What the pool was told.</param>
/// <param name="Decisions">What it decided.</param>
public sealed record RecordedStep(PoolTime At, Command Command, ImmutableArray<Decision> Decisions);
