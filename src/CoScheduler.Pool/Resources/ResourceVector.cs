using System.Text.Json.Serialization;

namespace CoScheduler.Pool;

/// <summary>
/// Amounts of named resources: exact integers in the smallest unit (<c>cpus</c> and <c>gpus</c> in thousandths,
/// <c>mem</c> and <c>disk</c> in bytes, other scalars as they are), saturating, never negative. A resource that is not
/// named is 0.
/// </summary>
[JsonConverter(typeof(ResourceVectorJsonConverter))]
public sealed class ResourceVector : IEquatable<ResourceVector>
{
    /// <summary>Nothing.</summary>
    public static readonly ResourceVector Empty = new([]);

    /// <summary>No bound: what an amount saturates at.</summary>
    public const long Unlimited = long.MaxValue;

    private readonly SortedList<string, long> _amounts;

    private ResourceVector(SortedList<string, long> amounts) => _amounts = amounts;

    /// <summary>How much of a resource there is, in its smallest unit.</summary>
    /// <param name="resource">Its name.</param>
    public long this[string resource] => _amounts.TryGetValue(resource, out var amount) ? amount : 0;

    /// <summary>The resources that are named, with their amounts, in the order of their names.</summary>
    public IEnumerable<KeyValuePair<string, long>> Amounts => _amounts;

    /// <summary>The text form of contract.md section 2, for example <c>cpus:2.5,mem:4Gi</c>.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The amounts.</returns>
    /// <exception cref="FormatException">The text is not one; the message says what to write instead.</exception>
    public static ResourceVector Parse(string text) =>
        TryParse(text, out var vector, out var error) ? vector : throw new FormatException(error);

    /// <summary>As <see cref="Parse"/>, for text that a person wrote.</summary>
    /// <param name="text">The text.</param>
    /// <param name="vector">The amounts; empty if there is an error.</param>
    /// <param name="error">One sentence that says what to write instead, or null.</param>
    /// <returns>Whether the text is one.</returns>
    public static bool TryParse(string text, out ResourceVector vector, out string? error) =>
        throw new NotSupportedException();

    /// <summary>Cpus and memory.</summary>
    /// <param name="milliCpus">Thousandths of a cpu.</param>
    /// <param name="memoryBytes">Bytes.</param>
    /// <returns>The amounts.</returns>
    public static ResourceVector Of(long milliCpus, long memoryBytes) =>
        throw new NotSupportedException();

    /// <inheritdoc />
    public bool Equals(ResourceVector? other) => throw new NotSupportedException();

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as ResourceVector);

    /// <inheritdoc />
    public override int GetHashCode() => throw new NotSupportedException();
}

/// <summary>Writes amounts as their text form.</summary>
public sealed class ResourceVectorJsonConverter : JsonConverter<ResourceVector>
{
    /// <inheritdoc />
    public override ResourceVector Read(ref System.Text.Json.Utf8JsonReader reader, Type typeToConvert, System.Text.Json.JsonSerializerOptions options) =>
        ResourceVector.Parse(reader.GetString() ?? "");

    /// <inheritdoc />
    public override void Write(System.Text.Json.Utf8JsonWriter writer, ResourceVector value, System.Text.Json.JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
