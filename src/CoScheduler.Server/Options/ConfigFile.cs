using System.Collections.Immutable;
using CoScheduler.Analyses;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace CoScheduler.Server.Options;

/// <summary>Reads <c>coscheduler.yaml</c>: the same options as the flags, and the request topics.</summary>
public static class ConfigFile
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="faults">Gets every fault of it.</param>
    /// <returns>What it sets.</returns>
    public static ConfigFileContent Read(string path, ICollection<OptionFault> faults)
    {
        var settings = new List<Setting>();
        var topics = ImmutableArray.CreateBuilder<TopicOption>();
        if (Load(path, faults) is { } root)
        {
            foreach (var (key, value) in root.Children)
            {
                ReadEntry(path, key, value, settings, topics, faults);
            }
        }

        return new ConfigFileContent(settings, topics.ToImmutable());
    }

    private static YamlMappingNode? Load(string path, ICollection<OptionFault> faults)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(File.ReadAllText(path)));
            if (stream.Documents.Count == 0)
            {
                return null;
            }

            if (stream.Documents[0].RootNode is YamlMappingNode map)
            {
                return map;
            }

            faults.Add(new OptionFault(path, "must be a map of options, for example `listen: http://127.0.0.1:7070`."));
        }
        catch (YamlException e)
        {
            faults.Add(new OptionFault($"{path}:{e.Start.Line}:{e.Start.Column}", e.Message));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Add(new OptionFault(path, e.Message));
        }

        return null;
    }

    private static void ReadEntry(
        string path,
        YamlNode key,
        YamlNode value,
        List<Setting> settings,
        ImmutableArray<TopicOption>.Builder topics,
        ICollection<OptionFault> faults)
    {
        var origin = $"{path}:{key.Start.Line}:{key.Start.Column}";
        var name = Kebab((key as YamlScalarNode)?.Value ?? "");
        if (name == "topics")
        {
            ReadTopics(path, value, topics, faults);
        }
        else if (OptionNames.All.All(o => o.Name != name))
        {
            faults.Add(new OptionFault(origin, $"`{key}` is no option; {Suggestion.Sentence(name, [.. OptionNames.All.Select(o => o.Name), "topics"])}"));
        }
        else if (Scalars(value) is { } values)
        {
            settings.Add(new Setting(name, values, origin));
        }
        else
        {
            faults.Add(new OptionFault(origin, $"`{key}` must be a text or a list of texts that are not empty."));
        }
    }

    private static void ReadTopics(string path, YamlNode value, ImmutableArray<TopicOption>.Builder topics, ICollection<OptionFault> faults)
    {
        if (value is not YamlMappingNode map)
        {
            faults.Add(new OptionFault($"{path}:{value.Start.Line}:{value.Start.Column}", "`topics` must be a map: `topics: {NAME: {roles: [...], replyTo: [globs]}}`."));
            return;
        }

        foreach (var (name, node) in map.Children)
        {
            var lists = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
            if (node is not (YamlMappingNode or YamlScalarNode { Value: "" }))
            {
                faults.Add(new OptionFault($"{path}:{node.Start.Line}:{node.Start.Column}", $"`{name}` must be a map: `{{roles: [...], replyTo: [globs]}}`."));
            }

            foreach (var (key, list) in (node as YamlMappingNode)?.Children ?? Enumerable.Empty<KeyValuePair<YamlNode, YamlNode>>())
            {
                var origin = $"{path}:{key.Start.Line}:{key.Start.Column}";
                if (key.ToString() is not ("roles" or "replyTo"))
                {
                    faults.Add(new OptionFault(origin, $"`{key}` is no setting of a topic; {Suggestion.Sentence(key.ToString(), ["roles", "replyTo"])}"));
                }
                else if (Scalars(list) is { } values)
                {
                    lists[key.ToString()] = values;
                }
                else
                {
                    faults.Add(new OptionFault(origin, $"`{key}` must be a list of texts."));
                }
            }

            topics.Add(new TopicOption(
                name.ToString(),
                [.. lists.GetValueOrDefault("roles") ?? []],
                [.. lists.GetValueOrDefault("replyTo") ?? []]));
        }
    }

    private static List<string>? Scalars(YamlNode node) => node switch
    {
        YamlScalarNode { Value: { Length: > 0 } text } and not { Style: ScalarStyle.Plain, Value: "~" or "null" } => [text],
        YamlSequenceNode list when list.All(item => item is YamlScalarNode { Value.Length: > 0 }) => [.. list.Select(item => ((YamlScalarNode)item).Value ?? "")],
        _ => null,
    };

    private static string Kebab(string name) =>
        System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(name);
}

/// <summary>What <c>coscheduler.yaml</c> sets.</summary>
/// <param name="Settings">Options that are flags as well.</param>
/// <param name="Topics">The request topics.</param>
public sealed record ConfigFileContent(IReadOnlyList<Setting> Settings, ImmutableArray<TopicOption> Topics);
