namespace CoScheduler.Pool;

/// <summary>Another tree of roles is in force.</summary>
/// <param name="Quota">The tree.</param>
public sealed record QuotaApplied(QuotaTree Quota) : Decision;

/// <summary>A new master runs the pool; nothing is granted until its agents are back.</summary>
/// <param name="Epoch">Its epoch.</param>
/// <param name="GateUntil">When grants begin again at the latest.</param>
public sealed record EpochBegun(long Epoch, PoolTime GateUntil) : Decision;

/// <summary>Enough agents are back, or enough time has passed: grants begin again.</summary>
public sealed record GateOpened : Decision;
