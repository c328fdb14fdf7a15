using System.Collections.Immutable;

namespace CoScheduler.Embedded.DuckDb;

/// <summary>
/// Decides how many workers a role wants. The first is firm demand, as soon as something waits; more are elastic, by
/// what would still wait when all that is there or starting is full. Idle ones are given back, the first last.
/// </summary>
internal static class WorkerPlanner
{
    public static FleetPlan Plan(FleetPicture picture, FleetRules rules)
    {
        var stop = picture.Waiting > 0 ? [] : Idle(picture, rules);
        var kept = picture.Workers.Where(w => w.Usable && !stop.Contains(w)).ToList();
        var keptMore = kept.Count(w => !w.First);
        var hasFirst = kept.Any(w => w.First);
        var askFirst = !hasFirst && picture.Waiting > 0 && !picture.BackingOff;
        var missing = picture.Waiting - kept.Sum(w => w.FreeSlots) - (askFirst ? rules.SlotsPerWorker : 0);
        var room = rules.MaxWorkers - kept.Count - (askFirst ? 1 : 0);
        var growth = picture.BackingOff ? 0 : Math.Clamp(DivideUp(missing, rules.SlotsPerWorker), 0, Math.Max(0, room));
        return new FleetPlan(
            hasFirst || askFirst ? 1 : 0,
            keptMore + growth,
            [.. stop.Select(w => w.Task)],
            picture.Waiting > 0 ? null : NextIdle(kept, rules));
    }

    /// <summary>How many workers to take out of an offer.</summary>
    /// <param name="moreTarget">The plan's elastic total.</param>
    /// <param name="usableMore">How many elastic workers there are.</param>
    /// <param name="fits">How many the offer holds.</param>
    public static int Take(int moreTarget, int usableMore, int fits) => Math.Clamp(moreTarget - usableMore, 0, fits);

    /// <summary>The worker that the next execution goes to: the least busy, the first before others.</summary>
    public static WorkerPicture? Choose(IEnumerable<WorkerPicture> workers) => workers
        .Where(w => w.State == WorkerState.Ready && w.FreeSlots > 0)
        .OrderBy(w => (double)w.Busy / w.Slots)
        .ThenByDescending(w => w.First)
        .FirstOrDefault();

    private static ImmutableArray<WorkerPicture> Idle(FleetPicture picture, FleetRules rules)
    {
        var usable = picture.Workers.Where(w => w.Usable).ToList();
        var last = Last(usable);
        return [.. usable.Where(w => IsIdle(w) && w.IdleMilliseconds >= Limit(w, last, rules))];
    }

    private static long? NextIdle(List<WorkerPicture> kept, FleetRules rules)
    {
        var last = Last(kept);
        var idle = kept.Where(IsIdle).Select(w => Limit(w, last, rules) - w.IdleMilliseconds).ToList();
        return idle.Count == 0 ? null : Math.Max(0, idle.Min());
    }

    // The one that stays longest: the first, or the oldest if the first is gone.
    private static WorkerPicture? Last(List<WorkerPicture> usable) => usable.FirstOrDefault(w => w.First) ?? usable.FirstOrDefault();

    private static long Limit(WorkerPicture worker, WorkerPicture? last, FleetRules rules) =>
        worker == last ? rules.LastIdleMilliseconds : rules.IdleMilliseconds;

    private static bool IsIdle(WorkerPicture worker) => worker is { State: WorkerState.Ready, Busy: 0 };

    private static int DivideUp(int value, int by) => value <= 0 ? 0 : (value + by - 1) / by;
}
