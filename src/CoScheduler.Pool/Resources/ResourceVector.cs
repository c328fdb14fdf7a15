using System.Text.Json.Serialization;
using CoScheduler.Pool.Resources;

namespace CoScheduler.Pool;

/// <summary>
/// Amounts of named resources: exact integers in the smallest unit (<c>cpus</c> and <c>gpus</c> in thousandths,
/// <c>mem</c> and <c>disk</c> in bytes, other scalars as they are), saturating, never negative. A resource that is not
/// named is 0. <c>ports</c> are either named ports in ranges or a plain count of any ports.
/// </summary>
[JsonConverter(typeof(ResourceVectorJsonConverter))]
public sealed partial class ResourceVector : IEquatable<ResourceVector>
{
    /// <summary>The name of processor time, in thousandths of a cpu.</summary>
    public const string Cpus = "cpus";

    /// <summary>The name of memory, in bytes.</summary>
    public const string Memory = "mem";

    /// <summary>The name of graphics processors, in thousandths of one.</summary>
    public const string Gpus = "gpus";

    /// <summary>The name of disk space, in bytes.</summary>
    public const string Disk = "disk";

    /// <summary>The name of network ports.</summary>
    public const string Ports = "ports";

    /// <summary>No bound: what an amount saturates at.</summary>
    public const long Unlimited = long.MaxValue;

    private static readonly string[] CpusAndMemory = [Cpus, Memory];

    /// <summary>Nothing.</summary>
    public static readonly ResourceVector Empty = new([], [], null);

    // Results of arithmetic reuse their operands' array of names, so that vectors of the same resources meet by reference.
    private readonly string[] _names;
    private readonly long[] _amounts;
    private readonly PortRanges? _ports;

    private ResourceVector(string[] names, long[] amounts, PortRanges? ports)
    {
        _names = names;
        _amounts = amounts;
        _ports = ports;
    }

    /// <summary>How much of a resource there is, in its smallest unit.</summary>
    /// <param name="resource">Its name.</param>
    public long this[string resource] => IndexOf(resource) is var index and >= 0 ? _amounts[index] : 0;

    /// <summary>The resources that are named, with their amounts, in the order of their names; of ports their number.</summary>
    public IEnumerable<KeyValuePair<string, long>> Amounts
    {
        get
        {
            for (var i = 0; i < _names.Length; i++)
            {
                yield return new KeyValuePair<string, long>(_names[i], _amounts[i]);
            }
        }
    }

    /// <summary>The names, in order.</summary>
    internal ReadOnlySpan<string> NameSpan => _names;

    /// <summary>The amounts, in the order of the names.</summary>
    internal ReadOnlySpan<long> ValueSpan => _amounts;

    /// <summary>Ports by name; null if there are none, or any will do.</summary>
    internal Resources.PortRanges? NamedPorts => _ports;

    /// <summary>Whether every amount is 0.</summary>
    public bool IsZero => _amounts.AsSpan().IndexOfAnyExcept(0L) < 0;

    /// <summary>Cpus and memory.</summary>
    /// <param name="milliCpus">Thousandths of a cpu.</param>
    /// <param name="memoryBytes">Bytes.</param>
    /// <returns>The amounts.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An amount is negative.</exception>
    public static ResourceVector Of(long milliCpus, long memoryBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(milliCpus);
        ArgumentOutOfRangeException.ThrowIfNegative(memoryBytes);
        return milliCpus != 0 && memoryBytes != 0
            ? new ResourceVector(CpusAndMemory, [milliCpus, memoryBytes], null)
            : Empty.With(Cpus, milliCpus).With(Memory, memoryBytes);
    }

    /// <summary>The same with one scalar resource set; 0 removes it.</summary>
    /// <param name="resource">Its name.</param>
    /// <param name="amount">How much, in its smallest unit.</param>
    /// <returns>The amounts.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The amount is negative.</exception>
    public ResourceVector With(string resource, long amount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(amount);
        var amounts = new SortedList<string, long>(StringComparer.Ordinal);
        foreach (var (name, value) in Amounts)
        {
            amounts[name] = value;
        }

        amounts.Remove(resource);
        if (amount > 0)
        {
            amounts[resource] = amount;
        }

        return new ResourceVector([.. amounts.Keys], [.. amounts.Values], resource == Ports ? null : _ports);
    }

    /// <summary>Whether a resource is named, be it with 0: a limit of 0 differs from no limit.</summary>
    /// <param name="resource">Its name.</param>
    /// <returns>Whether it is.</returns>
    public bool Names(string resource) => IndexOf(resource) >= 0;

    /// <inheritdoc />
    public bool Equals(ResourceVector? other) =>
        ReferenceEquals(this, other)
        || (other is not null
            && (ReferenceEquals(_names, other._names) || _names.AsSpan().SequenceEqual(other._names))
            && _amounts.AsSpan().SequenceEqual(other._amounts)
            && Equals(_ports, other._ports));

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as ResourceVector);

    /// <inheritdoc />
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var amount in _amounts)
        {
            hash.Add(amount);
        }

        return hash.ToHashCode();
    }

    /// <summary>The canonical text form, which <see cref="Parse"/> reads back exactly.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => ResourceText.Format(Amounts, _ports);

    internal static ResourceVector From(SortedList<string, long> amounts, PortRanges? ports) => From([.. amounts.Keys], [.. amounts.Values], ports);

    /// <summary>Amounts of resources in the order of their names.</summary>
    internal static ResourceVector From(string[] names, long[] amounts, PortRanges? ports) =>
        new(names.AsSpan().SequenceEqual(CpusAndMemory) ? CpusAndMemory : names, amounts, ports);

    private int IndexOf(string resource)
    {
        for (var i = 0; i < _names.Length; i++)
        {
            if (ReferenceEquals(_names[i], resource) || string.Equals(_names[i], resource, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }
}

/// <summary>Writes amounts as their text form.</summary>
public sealed class ResourceVectorJsonConverter : JsonConverter<ResourceVector>
{
    /// <inheritdoc />
    public override ResourceVector Read(ref System.Text.Json.Utf8JsonReader reader, Type typeToConvert, System.Text.Json.JsonSerializerOptions options) =>
        ResourceVector.TryParse(reader.GetString() ?? "", out var vector, out var error)
            ? vector
            : throw new System.Text.Json.JsonException(error);

    /// <inheritdoc />
    public override void Write(System.Text.Json.Utf8JsonWriter writer, ResourceVector value, System.Text.Json.JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
