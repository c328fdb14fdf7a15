using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Steps;

/// <summary>Every command: first whether it may be carried out, then what it means.</summary>
internal static class Commands
{
    public static Refusal? Check(PoolState state, PoolTime now, Command command) => Malformed.Check(command) ?? CheckInstance(state, command) ?? CheckCommand(state, now, command);

    private static Refusal? CheckCommand(PoolState state, PoolTime now, Command command) => command switch
    {
        RegisterAgent or AgentLost or RemoveAgent or CordonAgent or DrainAgent or ResumeAgent or SetForeign or SetReservation => AgentSteps.Check(state, command),
        SetQuota c => PoolSteps.CheckQuota(state, c),
        RegisterFramework or DisconnectFramework or RemoveFramework or ReconcileTasks or ReviveOffers or SuppressOffers => FrameworkSteps.Check(state, command),
        SetDemand c => DemandSteps.Check(state, c),
        AcceptOffer or DeclineOffer => OfferSteps.Check(state, now, command),
        LaunchTask or ReleaseAllocation or StopTask or ReportCost or TaskReported => TaskSteps.Check(state, now, command),
        Tick => null,
        Restarted c when c.Epoch <= state.Epoch => Refuse.Because(RefusalCode.OutOfRange, $"Epoch {c.Epoch} is not above {state.Epoch}, the last one."),
        Restarted => null,
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name),
    };

    /// <summary>An instance that a later one has replaced commands nothing.</summary>
    private static Refusal? CheckInstance(PoolState state, Command command) =>
        command.Instance is { } instance
        && FrameworkOf(command) is { Value: { } name }
        && state.Frameworks.TryGetValue(name, out var framework)
        && framework.Instance != instance
            ? Refuse.Because(RefusalCode.Fenced, $"Instance {instance} of framework '{name}' was replaced by instance {framework.Instance}; register again.")
            : null;

    private static FrameworkId? FrameworkOf(Command command) => command switch
    {
        SetDemand c => c.Framework,
        AcceptOffer c => c.Framework,
        DeclineOffer c => c.Framework,
        ReviveOffers c => c.Framework,
        SuppressOffers c => c.Framework,
        LaunchTask c => c.Framework,
        ReleaseAllocation c => c.Framework,
        ReportCost c => c.Framework,
        DisconnectFramework c => c.Framework,
        RemoveFramework c => c.Framework,
        ReconcileTasks c => c.Framework,
        StopTask c => c.By,
        _ => null,
    };

    public static void Carry(Deciding step, Command command)
    {
        switch (command)
        {
            case SetQuota c:
                PoolSteps.SetQuota(step, c);
                break;
            case SetDemand c:
                DemandSteps.Carry(step, c);
                break;
            case AcceptOffer c:
                OfferSteps.Accept(step, c);
                break;
            case DeclineOffer c:
                OfferSteps.Decline(step, c);
                break;
            case TaskReported c:
                TaskSteps.Report(step, c);
                break;
            case Tick:
                break;
            case Restarted c:
                PoolSteps.Restart(step, c);
                break;
            case RegisterFramework or DisconnectFramework or RemoveFramework or ReconcileTasks or ReviveOffers or SuppressOffers:
                FrameworkSteps.Carry(step, command);
                break;
            case LaunchTask or ReleaseAllocation or StopTask or ReportCost:
                TaskSteps.Carry(step, command);
                break;
            default:
                AgentSteps.Carry(step, command);
                break;
        }
    }
}
