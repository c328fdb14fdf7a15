using System.Globalization;

namespace CoScheduler.Spark.Sql;

/// <summary>Where the rows of a persisted query are kept.</summary>
/// <param name="UseDisk">Whether on disk, or on disk what does not fit.</param>
/// <param name="UseMemory">Whether in memory.</param>
/// <param name="UseOffHeap">Whether outside the JVM's heap.</param>
/// <param name="Deserialized">Whether as objects rather than bytes.</param>
/// <param name="Replication">On how many executors.</param>
public sealed record StorageLevel(bool UseDisk, bool UseMemory, bool UseOffHeap, bool Deserialized, int Replication = 1)
{
    /// <summary>Nowhere.</summary>
    public static StorageLevel NONE { get; } = new(false, false, false, false);

    /// <summary>On disk.</summary>
    public static StorageLevel DISK_ONLY { get; } = new(true, false, false, false);

    /// <summary>On disk, of two executors.</summary>
    public static StorageLevel DISK_ONLY_2 { get; } = new(true, false, false, false, 2);

    /// <summary>On disk, of three executors.</summary>
    public static StorageLevel DISK_ONLY_3 { get; } = new(true, false, false, false, 3);

    /// <summary>In memory, as objects.</summary>
    public static StorageLevel MEMORY_ONLY { get; } = new(false, true, false, true);

    /// <summary>In memory, as objects, of two executors.</summary>
    public static StorageLevel MEMORY_ONLY_2 { get; } = new(false, true, false, true, 2);

    /// <summary>In memory, as bytes.</summary>
    public static StorageLevel MEMORY_ONLY_SER { get; } = new(false, true, false, false);

    /// <summary>In memory, as bytes, of two executors.</summary>
    public static StorageLevel MEMORY_ONLY_SER_2 { get; } = new(false, true, false, false, 2);

    /// <summary>In memory, as objects, and on disk what does not fit.</summary>
    public static StorageLevel MEMORY_AND_DISK { get; } = new(true, true, false, true);

    /// <summary>In memory, as objects, and on disk what does not fit, of two executors.</summary>
    public static StorageLevel MEMORY_AND_DISK_2 { get; } = new(true, true, false, true, 2);

    /// <summary>In memory, as bytes, and on disk what does not fit.</summary>
    public static StorageLevel MEMORY_AND_DISK_SER { get; } = new(true, true, false, false);

    /// <summary>In memory, as bytes, and on disk what does not fit, of two executors.</summary>
    public static StorageLevel MEMORY_AND_DISK_SER_2 { get; } = new(true, true, false, false, 2);

    /// <summary>Outside the heap, and on disk what does not fit.</summary>
    public static StorageLevel OFF_HEAP { get; } = new(true, true, true, false);

    /// <summary>The level in words.</summary>
    /// <returns>For example <c>Disk Memory Deserialized 1x Replicated</c>.</returns>
    public string Description()
    {
        string?[] parts = [UseDisk ? "Disk" : null, UseMemory ? UseOffHeap ? "Memory (off heap)" : "Memory" : null, Deserialized ? "Deserialized" : "Serialized"];
        return string.Create(CultureInfo.InvariantCulture, $"{string.Join(' ', parts.OfType<string>())} {Replication}x Replicated");
    }

    /// <inheritdoc />
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"StorageLevel({Word(UseDisk, "disk")}{Word(UseMemory, "memory")}{Word(UseOffHeap, "offheap")}{Word(Deserialized, "deserialized")}{Replication} replicas)");

    internal static StorageLevel Of(Protocol.StorageLevel level) =>
        new(level.UseDisk, level.UseMemory, level.UseOffHeap, level.Deserialized, level.Replication);

    internal Protocol.StorageLevel ToProtocol() =>
        new() { UseDisk = UseDisk, UseMemory = UseMemory, UseOffHeap = UseOffHeap, Deserialized = Deserialized, Replication = Replication };

    private static string Word(bool isSo, string word) => isSo ? word + ", " : "";
}
