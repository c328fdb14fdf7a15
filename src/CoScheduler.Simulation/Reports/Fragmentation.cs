using CoScheduler.Pool;

namespace CoScheduler.Simulation.Reports;

/// <summary>
/// How much of what is free is of no use to what is typically asked for: the measure of "Beware of Fragmentation: Scheduling
/// GPU-Sharing Workloads with Fragmentation Gradient Descent" (Weng et al., USENIX ATC 2023), as a part of what is free.
/// </summary>
internal static class Fragmentation
{
    /// <param name="shapes">What is asked for, and how often.</param>
    /// <param name="free">What is free on each agent.</param>
    /// <returns>0 if all of it could be used, 1 if none.</returns>
    public static double Of(IReadOnlyList<(ResourceVector Shape, long Weight)> shapes, IReadOnlyCollection<ResourceVector> free)
    {
        double weights = shapes.Sum(shape => shape.Weight);
        return shapes.Sum(shape => Of(shape.Shape, free) * shape.Weight / weights);
    }

    private static double Of(ResourceVector shape, IReadOnlyCollection<ResourceVector> free)
    {
        var resource = shape[ResourceVector.Gpus] > 0 ? ResourceVector.Gpus : ResourceVector.Cpus;
        double all = 0, unusable = 0;
        foreach (var amounts in free)
        {
            var amount = amounts[resource];
            all += amount;
            unusable += shape.FitsIn(amounts) ? 0 : amount;
        }

        return all == 0 ? 0 : unusable / all;
    }
}
