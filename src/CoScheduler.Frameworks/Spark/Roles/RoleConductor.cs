using CoScheduler.Pool;

namespace CoScheduler.Frameworks.Spark;

/// <summary>Looks at a role, makes its plan and carries out what differs.</summary>
internal sealed class RoleConductor(SparkFrameworkOptions options, SparkSettings settings, PoolVoice voice, TaskLauncher launcher)
{
    /// <summary>Milliseconds.</summary>
    private const long BetweenRequests = 2000;

    private readonly RoleFactReader _reader = new(options, settings);

    public async ValueTask ConductAsync(RoleState state, Action<DriverNews, RoleState> news, long now, CancellationToken cancellationToken)
    {
        await EndLateStartsAsync(state, now, cancellationToken).ConfigureAwait(false);
        FailHopeless(state);
        var rules = _reader.Rules(voice.Master.Snapshot, state.Role);
        var facts = _reader.Read(state, rules, voice.Master.Snapshot, now);
        var plan = ExecutorPlanner.Plan(facts, rules);
        await StateDemandAsync(state, plan, cancellationToken).ConfigureAwait(false);
        await AnswerAsync(state, plan, now, cancellationToken).ConfigureAwait(false);
        await LaunchAsync(state, plan, news, now, cancellationToken).ConfigureAwait(false);
        await LetGoAsync(state, plan, cancellationToken).ConfigureAwait(false);
        await ReportAsync(state, plan, facts, cancellationToken).ConfigureAwait(false);
        Serve(state, facts, rules, now);
    }

    /// <summary>What no waiting would change is said at once.</summary>
    private void FailHopeless(RoleState state)
    {
        if (state.Driver is null && !state.Explaining && state.DriverBackoff.Failures >= options.StartFailures && state.Queue.Count.Waiting > 0)
        {
            state.Queue.FailAll(SparkFailures.DriverFailed(state.LastFailure ?? "it ends before it takes queries."));
            state.DriverBackoff.Forget();
        }

        var never = state.Reasons.FirstOrDefault(reason => reason.Value.Never && (reason.Key == state.Classes.Driver || reason.Key == state.Classes.Minimum)).Value;
        if (never is not null && state.Driver is null)
        {
            state.Queue.FailAll(SparkFailures.Never(never));
            state.Reasons.Clear();
        }
    }

    private async ValueTask EndLateStartsAsync(RoleState state, long now, CancellationToken cancellationToken)
    {
        var late = state.LiveExecutors
            .Where(executor => !executor.Registered && now - executor.Since > options.ExecutorStart.TotalMilliseconds)
            .ToList();
        foreach (var executor in late)
        {
            executor.Leaving = true;
            state.ExecutorBackoff.Fail(now);
            await StopAsync(executor.Task, cancellationToken).ConfigureAwait(false);
        }

        if (state.Driver is { Phase: DriverPhase.Starting or DriverPhase.Registering } driver && now - driver.Since > options.DriverStart.TotalMilliseconds)
        {
            driver.Enter(DriverPhase.Leaving);
            state.LastFailure = $"it took no queries within {options.DriverStart.TotalSeconds:0} s.";
            state.DriverBackoff.Fail(now);
            await StopAsync(driver.Task, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask StateDemandAsync(RoleState state, RolePlan plan, CancellationToken cancellationToken)
    {
        var classes = state.Classes;
        var gang = new DemandTerms(state.Role, settings.DriverShape, DemandMode.Firm, 0, [], classes.Gang) { GangClasses = 2 };
        var executor = DemandTerms.Of(state.Role, settings.ExecutorShape, DemandMode.Firm);
        await StateAsync(state, classes.Driver, plan.DriverTarget, gang, cancellationToken).ConfigureAwait(false);
        await StateAsync(state, classes.Minimum, plan.MinimumTarget, gang with { Shape = settings.ExecutorShape }, cancellationToken).ConfigureAwait(false);
        await StateAsync(state, classes.Guaranteed, plan.GuaranteedTarget, executor, cancellationToken).ConfigureAwait(false);
        await StateAsync(state, classes.Growth, plan.GrowthTarget, executor with { Mode = DemandMode.Open }, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask StateAsync(RoleState state, DemandClass demandClass, int target, DemandTerms terms, CancellationToken cancellationToken)
    {
        if (state.Stated.GetValueOrDefault(demandClass) == target)
        {
            return;
        }

        var command = new SetDemand(options.Id, demandClass, state.NextVersion(voice.Master.Epoch), target, terms);
        var refusal = await voice.SayAsync(command, cancellationToken).ConfigureAwait(false);
        if (refusal is null)
        {
            state.Stated[demandClass] = target;
        }
        else if (state.Driver is null)
        {
            state.Queue.FailAll(SparkFailures.Refused(refusal));
        }
    }

    private async ValueTask AnswerAsync(RoleState state, RolePlan plan, long now, CancellationToken cancellationToken)
    {
        foreach (var answer in plan.Answers)
        {
            state.Offers.Remove(answer.Offer.Value);
            if (answer.Executors > 0 && state.Driver is { } driver)
            {
                await launcher.AcceptAsync(state, driver, answer.Offer, answer.Executors, now, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                var filter = (long)options.DeclineFilter.TotalMilliseconds;
                await voice.SayAsync(new DeclineOffer(options.Id, answer.Offer, filter), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async ValueTask LaunchAsync(RoleState state, RolePlan plan, Action<DriverNews, RoleState> news, long now, CancellationToken cancellationToken)
    {
        foreach (var grant in state.Grants.Values.ToList())
        {
            var isDriver = grant.Class == state.Classes.Driver;
            if (plan.DriverTarget == 0)
            {
                // The lowered target has taken it back already.
                state.Grants.Remove(grant.Allocation.Value);
            }
            else if (isDriver && state.Driver is null)
            {
                state.Grants.Remove(grant.Allocation.Value);
                await launcher.LaunchDriverAsync(state, grant, said => news(said, state), now, cancellationToken).ConfigureAwait(false);
            }
            else if (!isDriver && state.Driver is { Phase: DriverPhase.Registering or DriverPhase.Serving } driver && now >= state.ExecutorBackoff.Until)
            {
                state.Grants.Remove(grant.Allocation.Value);
                await launcher.LaunchExecutorAsync(state, driver, grant, now, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async ValueTask LetGoAsync(RoleState state, RolePlan plan, CancellationToken cancellationToken)
    {
        foreach (var task in plan.LetGo)
        {
            state.Executors[task].Leaving = true;
            await StopAsync(task, cancellationToken).ConfigureAwait(false);
        }

        if (plan.LetDriverGo && state.Driver is { } driver)
        {
            driver.Enter(DriverPhase.Leaving);
            await StopAsync(driver.Task, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>One that records an archive as it exits gets the time for it.</summary>
    private long? GraceOf(TaskId task) => launcher.IsRecording(task) ? (long)options.RecordingGrace.TotalMilliseconds : null;

    private async ValueTask ReportAsync(RoleState state, RolePlan plan, RoleFacts facts, CancellationToken cancellationToken)
    {
        foreach (var (allocation, cost) in plan.Costs)
        {
            var executor = state.Executors.Values.FirstOrDefault(one => one.Allocation == allocation);
            if (executor is { Running: true } && executor.Reported != cost)
            {
                executor.Reported = cost;
                await voice.SayAsync(new ReportCost(options.Id, allocation, cost), cancellationToken).ConfigureAwait(false);
            }
        }

        if (state.Driver is { Phase: DriverPhase.Serving } driver && Cost(driver, facts) is var driverCost && driver.Reported != driverCost)
        {
            driver.Reported = driverCost;
            await voice.SayAsync(new ReportCost(options.Id, driver.Allocation, driverCost), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Short requests follow each other: between two of them is no news worth a decision of the pool.</summary>
    private static LossCost Cost(DriverState driver, RoleFacts facts)
    {
        var works = facts.Running > 0 || (driver.Reported == LossCost.Work && facts.Now - facts.LastRequest < BetweenRequests);
        return works ? LossCost.Work : LossCost.Cache;
    }

    private void Serve(RoleState state, RoleFacts facts, PlanRules rules, long now)
    {
        var registered = state.LiveExecutors.Count(executor => executor.Registered);
        var serving = state.Driver is { Phase: DriverPhase.Serving, Serving: { } driver } ? driver : null;
        if (state.Driver is { } any)
        {
            any.Watch.Busy = facts.Waiting + facts.Running > 0 || registered < state.LiveExecutors.Count();
        }

        if (serving is not null && registered > state.Driver!.Warmed && (!state.Driver.IsWarm || facts.Waiting + facts.Running == 0))
        {
            state.Driver.Warmed = registered;
            state.Driver.Watch.Warm(registered * settings.ExecutorCores);
        }

        var open = state.Driver is { IsWarm: true } ? serving : null;
        state.Queue.Serve(open, state.Driver?.Task, registered * rules.SlotsPerExecutor, WaitReasons.Of(state, now));
    }

    private ValueTask<Refusal?> StopAsync(TaskId task, CancellationToken cancellationToken) =>
        voice.SayAsync(new StopTask(task, options.Id, GraceOf(task)), cancellationToken);
}
