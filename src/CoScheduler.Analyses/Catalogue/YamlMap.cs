using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace CoScheduler.Analyses;

/// <summary>A mapping of a YAML file whose keys are known, read with every fault noted.</summary>
internal sealed class YamlMap
{
    private readonly Dictionary<string, YamlNode> _values = new(StringComparer.Ordinal);
    private readonly FileErrors _errors;

    private YamlMap(YamlMappingNode node, FileErrors errors) => (Node, _errors) = (node, errors);

    public YamlMappingNode Node { get; }

    /// <summary>Reads a mapping; unknown keys are faults. No known keys means that any is allowed.</summary>
    public static YamlMap? Read(YamlNode node, string what, FileErrors errors, params string[] known)
    {
        if (node is not YamlMappingNode mapping)
        {
            errors.Add(node, "wrong_type", $"{what} must be a mapping of keys to values.");
            return null;
        }

        var map = new YamlMap(mapping, errors);
        foreach (var (key, value) in mapping.Children)
        {
            if (key is not YamlScalarNode { Value: { } name })
            {
                errors.Add(key, "wrong_type", $"A key of {what} must be a text.");
            }
            else if (known.Length > 0 && !known.Contains(name))
            {
                errors.Add(key, "unknown_key", $"{what} has no key '{name}'; {Suggestion.Sentence(name, known)}");
            }
            else
            {
                map._values[name] = value;
            }
        }

        return map;
    }

    /// <summary>Every entry, with the node of its key.</summary>
    public IEnumerable<(string Name, YamlNode Key, YamlNode Value)> Entries =>
        Node.Children.Where(c => c.Key is YamlScalarNode { Value: not null }).Select(c => (((YamlScalarNode)c.Key).Value!, c.Key, c.Value));

    public YamlNode? Find(string key) => _values.GetValueOrDefault(key);

    public YamlNode KeyNode(string key) => Node.Children.Keys.First(k => k is YamlScalarNode scalar && scalar.Value == key);

    public YamlMap? Map(string key, params string[] known) => Find(key) is { } node ? Read(node, $"'{key}'", _errors, known) : null;

    public string? Text(string key, bool required = false)
    {
        if (Find(key) is not { } node)
        {
            if (required)
            {
                _errors.Add(Node, "missing", $"'{key}' is missing; give it.");
            }

            return null;
        }

        if (node is YamlScalarNode { Value.Length: > 0 } scalar)
        {
            return scalar.Value;
        }

        _errors.Add(node, "wrong_type", $"'{key}' must be a text that is not empty.");
        return null;
    }

    public long? Integer(string key, long min, long max) =>
        Text(key) is { } text ? InRange(key, long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null, "a whole number", min, max) : null;

    public long? Size(string key, long min, long max) =>
        Text(key) is { } text ? InRange(key, SizeText.TryParse(text, out var value) ? value : null, "a size such as 1Mi", min, max) : null;

    public TimeSpan? Duration(string key, TimeSpan min, TimeSpan max)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        if (!DurationText.TryParse(text, out var value))
        {
            _errors.Add(Find(key)!, "wrong_type", $"'{key}' must be a duration such as 10s or 1h30m, not '{text}'.");
            return null;
        }

        if (value < min || value > max)
        {
            _errors.Add(Find(key)!, "out_of_range", $"'{key}' must be from {DurationText.Format(min)} to {DurationText.Format(max)}, not {text}.");
            return null;
        }

        return value;
    }

    /// <summary>One of several words.</summary>
    public string? Word(string key, params string[] words)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        if (words.Contains(text))
        {
            return text;
        }

        _errors.Add(Find(key)!, "unknown_value", $"'{key}' can't be '{text}'; {Suggestion.Sentence(text, words)}");
        return null;
    }

    private long? InRange(string key, long? value, string what, long min, long max)
    {
        if (value is null)
        {
            _errors.Add(Find(key)!, "wrong_type", $"'{key}' must be {what}.");
        }
        else if (value < min || value > max)
        {
            _errors.Add(Find(key)!, "out_of_range", $"'{key}' must be from {min} to {max}, not {value}.");
            return null;
        }

        return value;
    }
}
