using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using CoScheduler.Pool;

namespace CoScheduler.Frameworks.Services;

/// <summary>A long-running service as it was asked for.</summary>
/// <param name="Name">Its name: lower-case letters, digits and <c>-</c>, at most 63 of them.</param>
/// <param name="Replicas">How many of it are to run.</param>
/// <param name="Template">What each replica is.</param>
public sealed record ServiceSpec(string Name, int Replicas, ReplicaTemplate Template);

/// <summary>What a replica is. A change of it restarts the replicas, one by one.</summary>
public sealed record ReplicaTemplate
{
    /// <summary>The role that it counts against.</summary>
    public required RoleName Role { get; init; }

    /// <summary>The program and its arguments; <c>$(NAME)</c> stands for a variable of its environment.</summary>
    public required ImmutableArray<string> Command { get; init; }

    /// <summary>Its environment, in the order of the manifest.</summary>
    public ImmutableArray<ReplicaVariable> Environment { get; init; } = [];

    /// <summary>What it may use.</summary>
    public required ResourceVector Resources { get; init; }

    /// <summary>Its ports.</summary>
    public ImmutableArray<ReplicaPort> Ports { get; init; } = [];

    /// <summary>How long it may take to end when it is asked to.</summary>
    public required long GraceMilliseconds { get; init; }

    /// <summary>Its working directory; null means one of its own.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Attributes that its agent must have.</summary>
    public ImmutableSortedDictionary<string, string> NodeSelector { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Whether replicas of one need not be restarted for the other. Arrays compare by identity, so their text is compared.</summary>
    internal bool IsSameAs(ReplicaTemplate other) =>
        JsonSerializer.Serialize(this, ServiceJson.Default.ReplicaTemplate) == JsonSerializer.Serialize(other, ServiceJson.Default.ReplicaTemplate);

    /// <summary>The demand's terms.</summary>
    internal DemandTerms Terms => new(
        Role,
        Resources,
        DemandMode.Firm,
        0,
        [.. NodeSelector.Select(pair => new PlacementConstraint(pair.Key, ConstraintOperator.Equal, [pair.Value]))],
        null);
}

/// <summary>A variable of a replica's environment.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value; <c>$(NAME)</c> stands for a variable before it.</param>
public sealed record ReplicaVariable(string Name, string Value);

/// <summary>
/// A port of a replica. It is told in the environment: <c>PORT</c> is the first port, <c>PORT_&lt;NAME&gt;</c> each named one.
/// </summary>
/// <param name="Name">Its name, or null.</param>
/// <param name="Number">The port; 0 means that a free one is picked for each replica.</param>
public sealed record ReplicaPort(string? Name, int Number);

/// <summary>A service as it is kept over restarts.</summary>
/// <param name="Spec">What was asked for.</param>
/// <param name="Revision">Counted from 1, with every change of the template.</param>
/// <param name="Created">When it was first applied.</param>
internal sealed record KeptService(ServiceSpec Spec, int Revision, DateTimeOffset Created)
{
    public string Write() => JsonSerializer.Serialize(this, ServiceJson.Default.KeptService);

    public static KeptService Read(string text) =>
        JsonSerializer.Deserialize(text, ServiceJson.Default.KeptService) ?? throw new JsonException("A kept service is null.");
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(KeptService))]
[JsonSerializable(typeof(ReplicaTemplate))]
internal sealed partial class ServiceJson : JsonSerializerContext;
