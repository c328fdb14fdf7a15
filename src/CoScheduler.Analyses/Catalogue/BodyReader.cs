using System.Collections.Immutable;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace CoScheduler.Analyses;

/// <summary>Reads <c>sql</c> of an analysis' file, and compares it with the parameters.</summary>
internal sealed class BodyReader(string fileText, FileErrors errors)
{
    private readonly string[] _lines = fileText.Split('\n');

    public ImmutableSortedDictionary<string, string> Read(YamlMap map, ImmutableArray<Parameter> parameters, YamlMap? parameterMap)
    {
        var bodies = Bodies(map);
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (engine, node) in bodies)
        {
            var sql = node.Value!;
            foreach (var place in SqlParameters.Find(sql, backslashEscapes: engine == "spark"))
            {
                used.Add(place.Name);
                if (parameterMap?.Find(place.Name) is null)
                {
                    AddAt(node, place.Index, "unknown_parameter",
                        $"The body uses :{place.Name}, which is not among 'parameters'; {Suggestion.Sentence(place.Name, [.. parameterMap?.Entries.Select(e => e.Name) ?? []])}");
                }
            }

            CheckColumns(engine, node);
        }

        foreach (var parameter in parameters.Where(p => bodies.Count > 0 && !used.Contains(p.Name)))
        {
            errors.Add(parameterMap!.KeyNode(parameter.Name), "unused_parameter", $"No body uses :{parameter.Name}; use it or remove the parameter.");
        }

        return bodies.ToImmutableSortedDictionary(b => b.Key, b => b.Value.Value!, StringComparer.Ordinal);
    }

    private SortedDictionary<string, YamlScalarNode> Bodies(YamlMap map)
    {
        var bodies = new SortedDictionary<string, YamlScalarNode>(StringComparer.Ordinal);
        switch (map.Find("sql"))
        {
            case null:
                errors.Add(map.Node, "missing", "'sql' is missing; give one text for every engine, or one each: {spark: …, duckdb: …}.");
                break;
            case YamlMappingNode node:
                foreach (var (engine, _, value) in YamlMap.Read(node, "'sql'", errors, AnalysisReader.Engines)!.Entries.Where(e => AnalysisReader.Engines.Contains(e.Name)))
                {
                    Add(bodies, engine, value);
                }

                break;
            case var node:
                Add(bodies, "*", node);
                break;
        }

        return bodies;
    }

    private void Add(SortedDictionary<string, YamlScalarNode> bodies, string engine, YamlNode node)
    {
        if (node is YamlScalarNode scalar && !string.IsNullOrWhiteSpace(scalar.Value))
        {
            bodies[engine] = scalar;
        }
        else
        {
            errors.Add(node, "wrong_type", "A body must be a text that is not empty.");
        }
    }

    private void CheckColumns(string engine, YamlScalarNode node)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, index) in SqlColumns.Find(node.Value!, backslashEscapes: engine == "spark"))
        {
            if (!seen.Add(name))
            {
                AddAt(node, index, "duplicate_column", $"The body gives column '{name}' twice; name one otherwise with AS.");
            }
        }
    }

    // Only a literal block keeps the lines of the file, each after its indentation; elsewhere the place is where the text begins.
    private void AddAt(YamlScalarNode node, int index, string code, string detail)
    {
        var sql = node.Value!;
        var line = (int)node.Start.Line + 1 + sql.AsSpan(0, index).Count('\n');
        if (node.Style is not ScalarStyle.Literal || line > _lines.Length)
        {
            errors.Add(node, code, detail);
            return;
        }

        var from = index == 0 ? 0 : sql.LastIndexOf('\n', index - 1) + 1;
        var to = sql.IndexOf('\n', index) is >= 0 and var end ? end : sql.Length;
        var indentation = Math.Max(0, _lines[line - 1].TrimEnd('\r').Length - (to - from));
        errors.Add(line, indentation + index - from + 1, code, detail);
    }
}
