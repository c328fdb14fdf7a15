namespace CoScheduler.Pool.Reclaim;

/// <summary>
/// That a unit asked in vain, and as of when: it asks again when something has happened that may let it. A demand that changes, or
/// whose time has come, has none.
/// </summary>
/// <param name="Stirrings">As of which <see cref="State.PoolState.Stirrings"/>.</param>
/// <param name="Position">As of which place in the <see cref="State.ClaimLog"/>.</param>
/// <param name="Covered">At which depths it was inside the guarantee.</param>
/// <param name="Any">Whether anything at all may let it: it is more than one, looks beside the agent that it goes to, or asks for its share.</param>
internal sealed record ClaimMemo(long Stirrings, long Position, int Covered, bool Any);
