namespace CoScheduler.Embedded.Sample;

/// <summary>
/// A small generator of random numbers that gives the same sequence on every machine and in every version of .NET
/// (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", 2014).
/// </summary>
/// <param name="seed">Where the sequence begins.</param>
public sealed class SplitMix64(ulong seed)
{
    private ulong _state = seed;

    /// <summary>The next 64 bits.</summary>
    /// <returns>Any value.</returns>
    public ulong Next()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15UL;
            var z = _state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }

    /// <summary>A number below a bound.</summary>
    /// <param name="bound">At least 1.</param>
    /// <returns>0 to <paramref name="bound"/> - 1.</returns>
    public int Below(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        return (int)Math.BigMul(Next(), (ulong)bound, out _);
    }

    /// <summary>A number between two, both included.</summary>
    /// <param name="least">The least.</param>
    /// <param name="greatest">The greatest.</param>
    /// <returns>The number.</returns>
    public int Between(int least, int greatest) => least + Below(greatest - least + 1);
}
