using System.Collections.Immutable;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace CoScheduler.Analyses;

/// <summary>Reads <c>sources</c> of an analysis' file.</summary>
internal static partial class SourceReader
{
    private static readonly Dictionary<string, string> Formats = new(StringComparer.OrdinalIgnoreCase)
    {
        [".parquet"] = "parquet",
        [".csv"] = "csv",
        [".json"] = "json",
        [".jsonl"] = "json",
        [".ndjson"] = "json",
        [".arrow"] = "arrow",
    };

    public static ImmutableSortedDictionary<string, Source> Read(YamlMap? map, FileErrors errors)
    {
        var sources = ImmutableSortedDictionary.CreateBuilder<string, Source>(StringComparer.Ordinal);
        foreach (var (name, key, value) in map?.Entries ?? [])
        {
            if (!Name().IsMatch(name))
            {
                errors.Add(key, "invalid_name", $"'{name}' can't be a source's name; use letters, digits and _, a letter first.");
            }
            else if (ReadOne(name, value, errors) is { } source)
            {
                sources[name] = source;
            }
        }

        return sources.ToImmutable();
    }

    private static Source? ReadOne(string name, YamlNode node, FileErrors errors)
    {
        var what = $"Source '{name}'";
        if (node is YamlMappingNode mapping && mapping.Children.Keys.Any(k => k is YamlScalarNode { Value: "kafka" }))
        {
            return YamlMap.Read(node, what, errors, "kafka", "value", "schema", "latestBy") is { } topic ? ReadTopic(what, topic, errors) : null;
        }

        return YamlMap.Read(node, what, errors, "path", "format") is { } file ? ReadFile(what, file, errors) : null;
    }

    private static FileSource? ReadFile(string what, YamlMap map, FileErrors errors)
    {
        var given = map.Word("format", "parquet", "csv", "json", "arrow");
        if (map.Text("path", required: true) is not { } text)
        {
            return null;
        }

        var path = Path.GetFullPath(text, Path.GetDirectoryName(Path.GetFullPath(errors.File))!);
        if (!Path.Exists(path))
        {
            errors.Add(map.Find("path")!, "source_missing", $"{what} reads {path}, which is not there; correct 'path' (it is relative to this file) or put the data there.");
            return null;
        }

        if ((given ?? FormatOf(path)) is { } format)
        {
            return new(path, format);
        }

        errors.Add(map.Find("path")!, "unknown_value", $"{what} has a path that doesn't tell its format; add 'format': parquet, csv, json or arrow.");
        return null;
    }

    private static string? FormatOf(string path)
    {
        IEnumerable<string> files = Directory.Exists(path) ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal) : [path];
        return files.Select(file => Formats.GetValueOrDefault(Path.GetExtension(file))).FirstOrDefault(format => format is not null);
    }

    private static TopicTableSource? ReadTopic(string what, YamlMap map, FileErrors errors)
    {
        map.Word("value", "json");
        var topic = map.Text("kafka", required: true);
        var latestBy = map.Text("latestBy", required: true);
        if (map.Text("schema", required: true) is not { } ddl || topic is null || latestBy is null)
        {
            return null;
        }

        if (!Topic().IsMatch(topic))
        {
            errors.Add(map.Find("kafka")!, "invalid_name", $"'{topic}' can't be a topic's name; use letters, digits, '.', '_' and '-'.");
        }

        var columns = SparkTypes.ReadColumns(ddl, (code, detail) => errors.Add(map.Find("schema")!, code, detail));
        if (columns.All(c => c.Name != latestBy))
        {
            errors.Add(map.Find("latestBy")!, "unknown_value", $"{what} has no column '{latestBy}'; {Suggestion.Sentence(latestBy, [.. columns.Select(c => c.Name)])}");
        }

        return new(topic, columns, latestBy);
    }

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]{0,99}$")]
    private static partial Regex Name();

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,249}$")]
    private static partial Regex Topic();
}
