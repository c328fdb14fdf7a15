using System.Collections.Immutable;
using System.Text.Json;

namespace CoScheduler.Analyses;

/// <summary>What came of binding.</summary>
/// <param name="Values">The values of all parameters by name, defaults included; those without fault only.</param>
/// <param name="Errors">Every fault.</param>
public sealed record BoundParameters(ImmutableSortedDictionary<string, ParameterValue> Values, ImmutableArray<ErrorItem> Errors);

/// <summary>Turns the JSON of a request into values, and notes every fault.</summary>
public static class ParameterBinder
{
    // A reply that lists more would not fit into a message.
    private const int MaxUnknown = 50;
    private const int MaxPointer = 256;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 64 };

    /// <summary>Binds a JSON object.</summary>
    /// <param name="parameters">The parameters that there are.</param>
    /// <param name="json">The object in UTF-8; nothing at all counts as an empty one.</param>
    /// <returns>The values and the faults; their pointers (RFC 6901) point into the object.</returns>
    public static BoundParameters Bind(ImmutableArray<Parameter> parameters, ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json.IsEmpty ? "{}"u8.ToArray() : json, Strict);
            return Bind(parameters, document.RootElement);
        }
        catch (JsonException e)
        {
            return Fault("invalid_json", $"The parameters are no JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}); send a JSON object.");
        }
        catch (InvalidOperationException)
        {
            // What System.Text.Json throws for a text that is no Unicode, such as half of a surrogate pair.
            return Fault("invalid_json", "The parameters hold a text that is no valid Unicode; send a JSON object in UTF-8.");
        }
    }

    private static BoundParameters Bind(ImmutableArray<Parameter> parameters, JsonElement root)
    {
        if (root.ValueKind is not JsonValueKind.Object)
        {
            return Fault("wrong_type", "The parameters must be a JSON object, of names and values.");
        }

        var errors = ImmutableArray.CreateBuilder<ErrorItem>();
        var values = ImmutableSortedDictionary.CreateBuilder<string, ParameterValue>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var unknown = 0;
        foreach (var property in root.EnumerateObject())
        {
            var pointer = Pointer(property.Name);
            if (parameters.FirstOrDefault(p => p.Name == property.Name) is not { } parameter)
            {
                unknown++;
                if (unknown <= MaxUnknown)
                {
                    errors.Add(Unknown(parameters, property.Name));
                }
            }
            else if (!seen.Add(property.Name))
            {
                errors.Add(new(pointer, "duplicate", $"'{property.Name}' is given twice; give it once."));
            }
            else if (ParameterJson.Read(parameter, property.Value, pointer, errors) is { } value)
            {
                values[parameter.Name] = value;
            }
        }

        if (unknown > MaxUnknown)
        {
            errors.Add(new("", "unknown", $"{unknown - MaxUnknown} more names are no parameters."));
        }

        foreach (var parameter in parameters.Where(p => !seen.Contains(p.Name)))
        {
            if (parameter.Default is { } value)
            {
                values[parameter.Name] = value;
            }
            else
            {
                errors.Add(new(Pointer(parameter.Name), "missing", $"'{parameter.Name}' is missing; give {ParameterText.Describe(parameter.Type)}."));
            }
        }

        return new(values.ToImmutable(), errors.ToImmutable());
    }

    private static ErrorItem Unknown(ImmutableArray<Parameter> parameters, string name) => new(
        name.Length > MaxPointer ? "" : Pointer(name),
        "unknown",
        $"There is no parameter '{Suggestion.Shown(name)}'; {Suggestion.Sentence(name, [.. parameters.Select(p => p.Name)])}");

    private static BoundParameters Fault(string code, string detail) =>
        new(ImmutableSortedDictionary<string, ParameterValue>.Empty, [new("", code, detail)]);

    private static string Pointer(string name) => "/" + name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
