using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace CoScheduler.Triggers.Kafka;

/// <summary>
/// Reads a file of librdkafka properties: <c>key=value</c> lines, <c>#</c> before a comment, <c>${env:NAME}</c> in a value for a secret.
/// </summary>
public static partial class KafkaConfigFile
{
    /// <summary>Properties that carry a guarantee of the server's.</summary>
    private static readonly ImmutableHashSet<string> Owned =
    [
        "enable.auto.commit", "enable.auto.offset.store", "enable.idempotence", "acks", "request.required.acks", "group.id",
        "auto.offset.reset", "enable.partition.eof", "message.timeout.ms", "delivery.timeout.ms", "transactional.id",
    ];

    /// <summary>Reads the text of a file.</summary>
    /// <param name="text">The text.</param>
    /// <param name="environment">Gives an environment variable, or null if it is not set.</param>
    /// <returns>The properties, and every fault with its line; with faults, the properties are of no use.</returns>
    public static KafkaConfig Parse(string text, Func<string, string?> environment)
    {
        var properties = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var errors = ImmutableArray.CreateBuilder<KafkaConfigError>();
        var number = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            number++;
            var trimmed = line.Trim().ToString();
            if (trimmed.Length > 0 && trimmed[0] != '#')
            {
                Read(trimmed, number, environment, properties, errors);
            }
        }

        return new KafkaConfig(properties.ToImmutable(), errors.DrainToImmutable());
    }

    private static void Read(
        string line,
        int number,
        Func<string, string?> environment,
        ImmutableSortedDictionary<string, string>.Builder properties,
        ImmutableArray<KafkaConfigError>.Builder errors)
    {
        var equals = line.IndexOf('=', StringComparison.Ordinal);
        var key = equals < 0 ? "" : line[..equals].TrimEnd();
        if (key.Length == 0)
        {
            errors.Add(new(number, "not_a_property", "Write a property as key=value."));
        }
        else if (key == "bootstrap.servers")
        {
            errors.Add(new(number, "owned", "Give the broker's address with --kafka."));
        }
        else if (Owned.Contains(key))
        {
            errors.Add(new(number, "owned", $"Remove '{key}': CoScheduler sets it, because nothing being lost depends on it."));
        }
        else if (properties.ContainsKey(key))
        {
            errors.Add(new(number, "repeated", $"Give '{key}' once."));
        }
        else if (Expand(line[(equals + 1)..].TrimStart(), number, environment, errors) is { } value)
        {
            properties[key] = value;
            if (KafkaProperty.Fault(key, value) is { } fault)
            {
                errors.Add(new(number, fault.Code, fault.Detail));
            }
        }
    }

    private static string? Expand(string value, int number, Func<string, string?> environment, ImmutableArray<KafkaConfigError>.Builder errors)
    {
        var whole = true;
        var expanded = Variable().Replace(value, match =>
        {
            if (environment(match.Groups[1].Value) is { } found)
            {
                return found;
            }

            whole = false;
            errors.Add(new(number, "unset_variable", $"Set the environment variable {match.Groups[1].Value}."));
            return "";
        });
        return whole ? expanded : null;
    }

    [GeneratedRegex(@"\$\{env:([A-Za-z_][A-Za-z0-9_]*)\}")]
    private static partial Regex Variable();
}

/// <summary>What a file of properties says.</summary>
/// <param name="Properties">The properties, secrets filled in: never to be logged.</param>
/// <param name="Errors">Every fault; empty means none.</param>
public sealed record KafkaConfig(ImmutableSortedDictionary<string, string> Properties, ImmutableArray<KafkaConfigError> Errors);

/// <summary>A fault in a file of properties.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Code">The code, in snake case.</param>
/// <param name="Detail">One sentence; never a value that may be secret.</param>
public sealed record KafkaConfigError(int Line, string Code, string Detail);
