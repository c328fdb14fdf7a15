namespace CoScheduler.Simulation.Worlds;

/// <summary>
/// Numbers that follow from a seed alone, on every machine and runtime: SplitMix64
/// (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
/// </summary>
/// <param name="seed">The seed.</param>
public sealed class SeededRandom(long seed)
{
    private ulong _state = (ulong)seed;

    /// <summary>A number of a range.</summary>
    /// <param name="from">The least.</param>
    /// <param name="to">The greatest; not less than <paramref name="from"/>.</param>
    /// <returns>The number.</returns>
    public long Next(long from, long to)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(to, from);
        return from + (long)(Next() % ((ulong)(to - from) + 1));
    }

    /// <summary>A number of a range.</summary>
    /// <param name="from">The least.</param>
    /// <param name="to">The greatest; not less than <paramref name="from"/>.</param>
    /// <returns>The number.</returns>
    public int Next(int from, int to) => (int)Next((long)from, to);

    /// <summary>Whether something happens.</summary>
    /// <param name="percent">How often of a hundred times.</param>
    /// <returns>Whether it does.</returns>
    public bool Chance(int percent) => Next(0, 99) < percent;

    /// <summary>One of several.</summary>
    /// <typeparam name="T">What they are.</typeparam>
    /// <param name="of">Them; at least one.</param>
    /// <returns>The one.</returns>
    public T Pick<T>(IReadOnlyList<T> of) => of[Next(0, of.Count - 1)];

    /// <summary>Another source, whose numbers don't depend on how many are taken from this one later.</summary>
    /// <returns>The source.</returns>
    public SeededRandom Fork() => new((long)Next());

    private ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var mixed = _state;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
