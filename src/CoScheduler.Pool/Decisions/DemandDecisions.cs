namespace CoScheduler.Pool;

/// <summary>A framework said how much of a class it wants.</summary>
/// <param name="Framework">The framework.</param>
/// <param name="Class">The class.</param>
/// <param name="Version">The version of the statement.</param>
/// <param name="Target">How many in all; 0 withdraws it.</param>
/// <param name="Terms">What each is.</param>
public sealed record DemandStated(FrameworkId Framework, DemandClass Class, long Version, int Target, DemandTerms Terms) : Decision;

/// <summary>Why a class waits has changed.</summary>
/// <param name="Framework">The framework.</param>
/// <param name="Class">The class.</param>
/// <param name="Reason">Why it waits; null if nothing of it is missing.</param>
/// <param name="WakeAt">When to look again, though nothing else happens; null for never.</param>
public sealed record DemandJudged(FrameworkId Framework, DemandClass Class, PendingReason? Reason, PoolTime? WakeAt) : Decision;

/// <summary>A class is left alone for a while, for longer each time.</summary>
/// <param name="Framework">The framework.</param>
/// <param name="Class">The class.</param>
/// <param name="Until">Until then.</param>
/// <param name="Milliseconds">How long that is; the next time is twice as long.</param>
public sealed record DemandBackedOff(FrameworkId Framework, DemandClass Class, PoolTime Until, long Milliseconds) : Decision;
