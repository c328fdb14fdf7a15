using System.Collections.Immutable;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace CoScheduler.Analyses;

/// <summary>Reads <c>parameters</c> of an analysis' file.</summary>
internal static partial class ParameterReader
{
    private static readonly string[] Types = [.. Enum.GetNames<ParameterType>().Select(n => n.ToLowerInvariant())];

    public static ImmutableArray<Parameter> Read(YamlMap? map, FileErrors errors)
    {
        if (map is null)
        {
            return [];
        }

        var parameters = ImmutableArray.CreateBuilder<Parameter>();
        foreach (var (name, key, value) in map.Entries)
        {
            if (!Name().IsMatch(name))
            {
                errors.Add(key, "invalid_name", $"'{name}' can't be a parameter's name; use letters, digits and _, a letter first.");
            }
            else if (parameters.Any(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
            {
                errors.Add(key, "duplicate_name", $"Parameter '{name}' is there twice, if case is left aside; rename one.");
            }
            else if (ReadOne(name, value, errors) is { } parameter)
            {
                parameters.Add(parameter);
            }
        }

        return parameters.ToImmutable();
    }

    private static Parameter? ReadOne(string name, YamlNode node, FileErrors errors)
    {
        var before = errors.Count;
        var map = YamlMap.Read(node, $"Parameter '{name}'", errors, "type", "default", "min", "max", "values", "maxLength", "summary");
        if (map?.Text("type", required: true) is null || map.Word("type", Types) is not { } typeName)
        {
            return null;
        }

        var type = Enum.Parse<ParameterType>(typeName, ignoreCase: true);
        var parameter = new Parameter
        {
            Name = name,
            Type = type,
            Min = Value(map, "min", type, errors),
            Max = Value(map, "max", type, errors),
            Values = Values(map, type, errors),
            MaxLength = (int?)map.Integer("maxLength", 1, 1_000_000),
            Summary = map.Text("summary"),
        };
        CheckBounds(map, parameter, errors);
        return parameter with { Default = Default(map, parameter, errors, judge: errors.Count == before) };
    }

    private static void CheckBounds(YamlMap map, Parameter parameter, FileErrors errors)
    {
        if (parameter.Type is ParameterType.String or ParameterType.Boolean)
        {
            foreach (var key in new[] { "min", "max" }.Where(k => map.Find(k) is not null))
            {
                errors.Add(map.KeyNode(key), "unknown_key", $"A {parameter.Type.ToString().ToLowerInvariant()} has no '{key}'; leave it out.");
            }
        }
        else if (parameter is { Min: { } min, Max: { } max } && ParameterRules.Compare(min, max) > 0)
        {
            errors.Add(map.Find("min")!, "out_of_range", $"'min' of parameter '{parameter.Name}' is above its 'max'; swap them.");
        }

        if (parameter.Type is not ParameterType.String && map.Find("maxLength") is not null)
        {
            errors.Add(map.KeyNode("maxLength"), "unknown_key", "Only a string has 'maxLength'; leave it out.");
        }
    }

    // By rules that have faults themselves nothing can be judged.
    private static ParameterValue? Default(YamlMap map, Parameter parameter, FileErrors errors, bool judge)
    {
        if (Value(map, "default", parameter.Type, errors, emptyText: true) is not { } value)
        {
            return null;
        }

        foreach (var fault in judge ? ParameterRules.Check(parameter, value, "") : [])
        {
            errors.Add(map.Find("default")!, fault.Code, $"The default of parameter '{parameter.Name}' breaks its own rule: {fault.Detail}");
        }

        return value;
    }

    private static ParameterValue? Value(YamlMap map, string key, ParameterType type, FileErrors errors, bool emptyText = false) =>
        map.Find(key) is not { } node ? null
        : emptyText && type is ParameterType.String && node is YamlScalarNode { Value: "" } ? new(type, "")
        : Scalar(node, key, type, errors);

    private static ImmutableArray<ParameterValue> Values(YamlMap map, ParameterType type, FileErrors errors)
    {
        if (map.Find("values") is not { } node)
        {
            return [];
        }

        if (node is not YamlSequenceNode { Children.Count: > 0 } list)
        {
            errors.Add(node, "wrong_type", "'values' must be a list with at least one value.");
            return [];
        }

        return [.. list.Children.Select(child => Scalar(child, "values", type, errors)).OfType<ParameterValue>()];
    }

    private static ParameterValue? Scalar(YamlNode node, string key, ParameterType type, FileErrors errors)
    {
        if (node is YamlScalarNode { Value: { } text } && ParameterText.Parse(type, text) is { } value)
        {
            return value;
        }

        errors.Add(node, "wrong_type", $"'{key}' must be {ParameterText.Describe(type)}.");
        return null;
    }

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]{0,99}$")]
    private static partial Regex Name();
}
