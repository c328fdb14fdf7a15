namespace CoScheduler.Pool.State;

internal static class PoolTransitions
{
    public static void Apply(PoolState state, Decision decision)
    {
        switch (decision)
        {
            case QuotaApplied d:
                state.Replace(new QuotaTree(d.Quota.Roles.WithComparers(StringComparer.Ordinal)));
                (state.Changes.Quota, state.Changes.Shares) = (true, true);
                break;
            case EpochBegun d:
                state.Epoch = d.Epoch;
                Gate(state, d.GateUntil);
                state.ChangeWorld();
                break;
            case GateOpened:
                Gate(state, null);
                state.ChangeWorld();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(decision), decision.GetType().Name);
        }
    }

    private static void Gate(PoolState state, PoolTime? until)
    {
        state.Deadlines.Move(DeadlineKind.Gate, 0, state.GateUntil, until);
        state.GateUntil = until;
    }
}
