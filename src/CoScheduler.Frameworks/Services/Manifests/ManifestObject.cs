using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace CoScheduler.Frameworks.Services.Manifests;

/// <summary>An object of a manifest, read field by field; what is wrong is collected with its place.</summary>
internal sealed class ManifestObject
{
    private readonly YamlMappingNode _node;
    private readonly ManifestFaults _faults;

    private ManifestObject(YamlMappingNode node, string path, ManifestFaults faults)
    {
        _node = node;
        Path = path;
        _faults = faults;
    }

    public string Path { get; }

    public Mark Start => _node.Start;

    public IEnumerable<(string Name, YamlNode Value)> Entries =>
        _node.Children.Select(pair => (pair.Key is YamlScalarNode key ? key.Value ?? "" : "", pair.Value));

    /// <summary>An object by its rules; null, and an error, if it is something else.</summary>
    public static ManifestObject? Read(YamlNode node, string path, FieldRules? rules, ManifestFaults faults)
    {
        if (node is not YamlMappingNode mapping)
        {
            faults.Error(node.Start, path, "invalid", $"{Named(path)} must be an object.");
            return null;
        }

        var read = new ManifestObject(mapping, path, faults);
        if (rules is not null)
        {
            read.Judge(rules);
        }

        return read;
    }

    public string PathOf(string field) => Path.Length == 0 ? field : $"{Path}.{field}";

    public YamlNode? Find(string field)
    {
        var found = _node.Children.FirstOrDefault(pair => pair.Key is YamlScalarNode key && key.Value == field).Value;
        return IsNull(found) ? null : found;
    }

    public Mark PlaceOf(string field) => Find(field)?.Start ?? Start;

    public ManifestObject? Object(string field, FieldRules? rules, bool required = false)
    {
        if (Find(field) is { } node)
        {
            return Read(node, PathOf(field), rules, _faults);
        }

        Missing(field, required);
        return null;
    }

    public string? Text(string field, bool required = false)
    {
        switch (Find(field))
        {
            case null:
                Missing(field, required);
                return null;
            case YamlScalarNode scalar:
                return scalar.Value ?? "";
            case var other:
                _faults.Error(other.Start, PathOf(field), "invalid", $"{PathOf(field)} must be text.");
                return null;
        }
    }

    public int? Number(string field, int least, int most)
    {
        if (Text(field) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        _faults.Error(PlaceOf(field), PathOf(field), "invalid", $"{PathOf(field)} is '{text}'; it must be a whole number from {least} to {most}.");
        return null;
    }

    public IReadOnlyList<YamlNode> List(string field)
    {
        switch (Find(field))
        {
            case null:
                return [];
            case YamlSequenceNode sequence:
                return [.. sequence.Children];
            case var other:
                _faults.Error(other.Start, PathOf(field), "invalid", $"{PathOf(field)} must be a list.");
                return [];
        }
    }

    public IEnumerable<string> Texts(string field)
    {
        foreach (var (node, index) in List(field).Select((node, index) => (node, index)))
        {
            if (node is YamlScalarNode scalar)
            {
                yield return scalar.Value ?? "";
            }
            else
            {
                _faults.Error(node.Start, $"{PathOf(field)}[{index}]", "invalid", $"{PathOf(field)}[{index}] must be text.");
            }
        }
    }

    /// <summary>A map of text to text, such as labels.</summary>
    public SortedDictionary<string, string> Map(string field)
    {
        SortedDictionary<string, string> map = new(StringComparer.Ordinal);
        foreach (var (name, value) in Object(field, null)?.Entries ?? [])
        {
            if (value is YamlScalarNode scalar)
            {
                map[name] = scalar.Value ?? "";
            }
            else
            {
                _faults.Error(value.Start, $"{PathOf(field)}.{name}", "invalid", $"{PathOf(field)}.{name} must be text.");
            }
        }

        return map;
    }

    public void Error(string field, string code, string message) => _faults.Error(PlaceOf(field), PathOf(field), code, message);

    public void Warn(string field, string code, string message) => _faults.Warn(PlaceOf(field), PathOf(field), code, message);

    private static string Named(string path) => path.Length == 0 ? "The document" : path;

    private static bool IsNull(YamlNode? node) =>
        node is null or YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "~" or "null" };

    private void Missing(string field, bool required)
    {
        if (required)
        {
            _faults.Error(Start, PathOf(field), "required", $"{PathOf(field)} is missing.");
        }
    }

    private void Judge(FieldRules rules)
    {
        foreach (var (key, _) in _node.Children)
        {
            var field = key is YamlScalarNode scalar ? scalar.Value ?? "" : "";
            var path = PathOf(field);
            if (rules.Ignores(field))
            {
                _faults.Warn(key.Start, path, "ignored", $"{path} is ignored here.");
            }
            else if (rules.Refuses(field))
            {
                _faults.Error(key.Start, path, "unsupported", $"{path} is not supported here; leave it out.");
            }
            else if (!rules.Reads(field))
            {
                var like = rules.Like(field);
                _faults.Error(key.Start, path, "unknown_field", $"{path} is not a known field{(like is null ? "." : $"; did you mean {like}?")}");
            }
        }
    }
}
