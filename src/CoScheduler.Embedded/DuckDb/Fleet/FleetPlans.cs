using CoScheduler.Analyses;
using CoScheduler.Pool;
using Microsoft.Extensions.Logging;

namespace CoScheduler.Embedded.DuckDb;

/// <summary>Carries the planner's plans out: hands slots to those that wait, and tells the pool what is wanted.</summary>
internal sealed class FleetPlans(
    FrameworkId id,
    DuckDbOptions options,
    FleetState state,
    PoolVoice voice,
    WorkerLauncher launcher,
    WorkerLinks links,
    Action<FleetEvent> tell,
    ILogger logger)
{
    public void SettleAll()
    {
        foreach (var fleet in state.Roles.ToList())
        {
            Settle(fleet);
        }
    }

    public void Settle(RoleFleet fleet)
    {
        GrantLeases(fleet);
        Refuse(fleet);
        fleet.Plan = WorkerPlanner.Plan(fleet.Picture(state.Now), Rules(fleet.Role));
        Ask(fleet, fleet.FirstClass, fleet.Plan.FirstTarget, DemandMode.Firm);
        Ask(fleet, fleet.MoreClass, fleet.Plan.MoreTarget, DemandMode.Open);
        foreach (var task in fleet.Plan.Stop)
        {
            Log.WorkerIdle(logger, task);
            Stop(fleet.Workers.First(w => w.Task == task));
        }

        TellReasons(fleet);
    }

    /// <summary>When time alone changes something, in milliseconds from now.</summary>
    public long? NextLook()
    {
        var now = state.Now;
        var looks = state.Roles.Select(f => f.Plan.LookAgainAfter)
            .Concat(state.Roles.Where(f => f.BackoffUntil > now && f.Waiting.Count > 0).Select(f => (long?)(f.BackoffUntil - now)));
        return looks.Min();
    }

    public int SlotsPerCpu(RoleName role)
    {
        var quota = voice.Master.Snapshot.Quota.Roles;
        for (var name = role.Value; name.Length > 0; name = name.LastIndexOf('/') is >= 0 and var slash ? name[..slash] : "")
        {
            if (quota.GetValueOrDefault(name)?.SlotsPerCpu is { } slots)
            {
                return slots;
            }
        }

        return options.SlotsPerCpu;
    }

    /// <summary>A worker is launched in what the pool gave.</summary>
    /// <returns>The payload of its launch.</returns>
    public string Launch(TaskId task, RoleFleet fleet, bool first, AgentId agent, ResourceVector resources)
    {
        var worker = launcher.NewWorker(task, fleet.Role, first, agent, resources, SlotsPerCpu(fleet.Role));
        fleet.Workers.Add(worker);
        links.Connect(worker);
        return launcher.Payload(worker);
    }

    /// <summary>How many workers an offer holds.</summary>
    public int Fits(ResourceVector offer) =>
        (int)options.WorkerShape.Amounts.Where(a => a.Value > 0).Select(a => offer[a.Key] / a.Value).Append(int.MaxValue).Min();

    public ResourceVector Shape => options.WorkerShape;

    public FrameworkId Id => id;

    /// <summary>The worker takes no more, and is asked to go.</summary>
    public void Stop(Worker worker)
    {
        worker.State = WorkerState.Leaving;
        voice.Say(new StopTask(worker.Task, id, null));
    }

    /// <summary>The worker has ended.</summary>
    public void Remove(Worker worker)
    {
        worker.State = WorkerState.Leaving;
        state.Of(worker.Role).Workers.Remove(worker);
        links.Close(worker);
    }

    private void GrantLeases(RoleFleet fleet)
    {
        foreach (var request in fleet.Waiting.ToList())
        {
            var worker = request.Known is { } known
                ? fleet.Workers.FirstOrDefault(w => w.Task == known && w.Client is not null)
                : Choose(fleet);
            if (worker is not null)
            {
                worker.Busy++;
                fleet.Waiting.Remove(request);
                request.Grant(new WorkerLease(worker, tell));
            }
        }
    }

    private Worker? Choose(RoleFleet fleet) =>
        WorkerPlanner.Choose(fleet.Workers.Select(w => w.Picture(state.Now))) is { } chosen ? fleet.Workers.First(w => w.Task == chosen.Task) : null;

    private void Refuse(RoleFleet fleet)
    {
        foreach (var request in fleet.Waiting.ToList())
        {
            if (RefusalFor(fleet, request) is { } error)
            {
                fleet.Waiting.Remove(request);
                request.Refuse(error);
            }
        }
    }

    private RequestError? RefusalFor(RoleFleet fleet, LeaseRequest request)
    {
        if (request.Known is { } known)
        {
            return fleet.Workers.Any(w => w.Task == known) ? null : WorkerErrors.Lost(known);
        }

        if (fleet.Failures >= RoleFleet.FailuresBeforeRefusal && state.Now < fleet.BackoffUntil)
        {
            return WorkerErrors.StartFailed(fleet.LastFailure, TimeSpan.FromMilliseconds(fleet.BackoffUntil - state.Now));
        }

        var never = fleet.Workers.Any(w => w.State != WorkerState.Leaving) ? null : fleet.Reasons.GetValueOrDefault(fleet.FirstClass);
        return never is { Never: true } ? WorkerErrors.Never(never) : null;
    }

    private void Ask(RoleFleet fleet, DemandClass name, int target, DemandMode mode)
    {
        if (fleet.Targets.GetValueOrDefault(name) == target)
        {
            return;
        }

        fleet.Targets[name] = target;
        fleet.Reasons.Remove(name);
        voice.SetDemand(id, name, target, DemandTerms.Of(fleet.Role, options.WorkerShape, mode));
    }

    private void TellReasons(RoleFleet fleet)
    {
        if (fleet.Waiting.Count == 0)
        {
            return;
        }

        var reason = WaitReasons.Of(fleet, state.Now);
        fleet.Waiting.ForEach(request => request.TellReason(reason));
    }

    private FleetRules Rules(RoleName role) => new(
        launcher.Slots(options.WorkerShape, SlotsPerCpu(role)),
        options.MaxWorkers,
        (long)options.IdleTimeout.TotalMilliseconds,
        (long)options.LastIdleTimeout.TotalMilliseconds);
}
