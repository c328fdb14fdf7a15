namespace CoScheduler.Pool.Resources;

/// <summary>
/// Gives each resource that a pool has met a slot, so that amounts are added and compared without names. Slots follow the
/// order of meeting and never show outside: whatever is told goes by name.
/// </summary>
internal sealed class Dimensions
{
    /// <summary>The slots that every pool has, and the only ones that <see cref="Placement.FitTree"/> prunes by.</summary>
    public const int Common = 4;

    /// <summary>The slot of ports, which every pool has as well.</summary>
    public const int Ports = 4;

    private static readonly string[] First = [ResourceVector.Cpus, ResourceVector.Memory, ResourceVector.Gpus, ResourceVector.Disk, ResourceVector.Ports];

    private readonly List<string> _names = [];
    private readonly Dictionary<string, int> _slots = new(StringComparer.Ordinal);
    private int[] _byName = [];

    private readonly Need[] _ones;

    public Dimensions()
    {
        Array.ForEach(First, name => SlotOf(name));
        _ones = [.. First.Take(Common).Select(name => NeedOf(ResourceVector.Empty.With(name, 1)))];
    }

    public int Count => _names.Count;

    /// <summary>Every slot, in the order of the resources' names.</summary>
    public ReadOnlySpan<int> ByName => _byName;

    public string NameOf(int slot) => _names[slot];

    public int SlotOf(string name)
    {
        if (_slots.TryGetValue(name, out var slot))
        {
            return slot;
        }

        _slots.Add(name, _names.Count);
        _names.Add(name);
        _byName = [.. Enumerable.Range(0, _names.Count).OrderBy(known => _names[known], StringComparer.Ordinal)];
        return _names.Count - 1;
    }

    /// <summary>The least amount of one resource.</summary>
    public Need One(int slot) => _ones[slot];

    public Need NeedOf(ResourceVector vector) => vector.IsZero ? Need.None : new Need(this, vector);

    /// <summary>What is above 0, by name.</summary>
    public ResourceVector VectorOf(Amounts amounts, PortRanges? ports = null)
    {
        var count = 0;
        foreach (var slot in _byName)
        {
            count += amounts[slot] > 0 ? 1 : 0;
        }

        if (count == 0)
        {
            return ResourceVector.Empty;
        }

        var (names, values, next) = (new string[count], new long[count], 0);
        foreach (var slot in _byName)
        {
            if (amounts[slot] > 0)
            {
                (names[next], values[next++]) = (_names[slot], amounts[slot]);
            }
        }

        return ResourceVector.From(names, values, ports is { Count: > 0 } && amounts[Ports] > 0 ? ports : null);
    }
}
