using System.Collections.Immutable;
using CoScheduler.Analyses;
using CoScheduler.Pool;
using CoScheduler.Pool.Roles;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace CoScheduler.Server.Quota;

/// <summary>Reads a quota file (contract.md section 2), YAML or JSON, with all its faults at once.</summary>
public sealed class QuotaFile
{
    private const int MostRoles = 100_000;

    private readonly List<ErrorItem> _errors = [];
    private readonly ImmutableSortedDictionary<string, RoleQuota>.Builder _roles = ImmutableSortedDictionary.CreateBuilder<string, RoleQuota>(StringComparer.Ordinal);
    private readonly Dictionary<string, Place> _places = new(StringComparer.Ordinal);

    // The maps that are being read, from the root down: an alias to one of them would never end.
    private readonly HashSet<YamlNode> _reading = new(ReferenceEqualityComparer.Instance);

    private QuotaFile()
    {
    }

    /// <summary>Reads a file's text.</summary>
    /// <param name="text">YAML or JSON.</param>
    /// <returns>The tree, or every fault: its place as a JSON pointer, line and column in the sentence.</returns>
    public static (QuotaTree? Tree, ImmutableArray<ErrorItem> Errors) Parse(string text)
    {
        var file = new QuotaFile();
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            file.ReadRoot(stream.Documents.Count == 0 ? null : stream.Documents[0].RootNode);
        }
        catch (YamlException e)
        {
            file._errors.Add(new ErrorItem("", "malformed", $"line {e.Start.Line}, column {e.Start.Column}: {e.Message}"));
        }

        var tree = new QuotaTree(file._roles.ToImmutable());
        if (file._errors.Count == 0)
        {
            file.Validate(tree);
        }

        return file._errors.Count == 0 ? (tree, []) : (null, [.. file._errors]);
    }

    private void Validate(QuotaTree tree)
    {
        foreach (var fault in QuotaValidator.Validate(tree))
        {
            var place = _places.GetValueOrDefault($"{fault.Role}#{fault.Field}") ?? _places.GetValueOrDefault($"{fault.Role}#") ?? new Place("", Mark.Empty);
            Add(place, "invalid_quota", $"{fault.Role}: {fault.Message}");
        }
    }

    private void ReadRoot(YamlNode? root)
    {
        var place = new Place("", root?.Start ?? Mark.Empty);
        if (root is not YamlMappingNode map)
        {
            Add(place, "wrong_type", "the file must be a map with `roles:`.");
            return;
        }

        foreach (var (key, value) in map.Children)
        {
            if (Name(key) != "roles")
            {
                Add(place.Down(key), "unknown_key", $"`{Name(key)}` is not known; the file has one key, roles.");
            }
            else
            {
                ReadRoles("", value, place.Down(key));
            }
        }

        if (_roles.Count == 0 && _errors.Count == 0)
        {
            Add(place, "missing", "the file names no role; write `roles: {default: {}}` for one that may use everything.");
        }
    }

    private void ReadRoles(string parent, YamlNode node, Place place)
    {
        if (node is not YamlMappingNode map)
        {
            Add(place, "wrong_type", "`roles` must be a map of names to quotas.");
            return;
        }

        if (!_reading.Add(map))
        {
            Add(place, "cycle", $"`{parent}` contains itself by an alias; write out the roles below it.");
            return;
        }

        foreach (var (key, value) in map.Children)
        {
            var name = parent.Length == 0 ? Name(key) : $"{parent}/{Name(key)}";
            if (_roles.Count >= MostRoles)
            {
                Add(place.Down(key), "out_of_range", $"the file has more than {MostRoles} roles, aliases written out; leave some out.");
                break;
            }

            ReadRole(name, value, place.Down(key));
        }

        _reading.Remove(map);
    }

    private static string Name(YamlNode key) => (key as YamlScalarNode)?.Value ?? "?";

    private void ReadRole(string name, YamlNode node, Place place)
    {
        if (_roles.ContainsKey(name))
        {
            Add(place, "duplicate_name", $"`{name}` is there twice; its first stands at line {_places[$"{name}#"].Mark.Line}.");
            return;
        }

        _places[$"{name}#"] = place;
        _roles[name] = new RoleQuota();
        if (node is YamlScalarNode { Value: "" or "~" or "null" })
        {
            return;
        }

        if (node is not YamlMappingNode map)
        {
            Add(place, "wrong_type", $"`{name}` must be a map, for example {{guarantee: \"cpus:4,mem:8Gi\"}}.");
            return;
        }

        var fields = new QuotaFields(_errors);
        foreach (var (key, value) in map.Children)
        {
            var here = place.Down(key);
            _places[$"{name}#{Name(key)}"] = here;
            if (Name(key) == "roles")
            {
                ReadRoles(name, value, here);
            }
            else
            {
                fields.Read(Name(key), value, here);
            }
        }

        _roles[name] = fields.Quota;
    }

    private void Add(Place place, string code, string detail) => _errors.Add(place.Error(code, detail));

    /// <summary>Where something stands in the file.</summary>
    /// <param name="Pointer">As a JSON pointer.</param>
    /// <param name="Mark">As line and column.</param>
    internal sealed record Place(string Pointer, Mark Mark)
    {
        public Place Down(YamlNode key) =>
            new($"{Pointer}/{Name(key).Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}", key.Start);

        public ErrorItem Error(string code, string detail) => new(Pointer, code, $"line {Mark.Line}, column {Mark.Column}: {detail}");
    }
}
