using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using CoScheduler.Analyses;
using CoScheduler.Server.Options;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace CoScheduler.Server.Security;

/// <summary>
/// Who may do what over HTTP: a list of <c>{name, sha256, roles, verbs}</c>. Only digests are kept, so that the file
/// gives no token away.
/// </summary>
internal sealed class TokensFile
{
    private static readonly string[] Fields = ["name", "sha256", "roles", "verbs"];
    private static readonly ImmutableSortedDictionary<string, Verb> Known =
        Enum.GetValues<Verb>().ToImmutableSortedDictionary(v => v.ToString().ToLowerInvariant(), v => v, StringComparer.Ordinal);

    private readonly ImmutableArray<(byte[] Digest, Principal Principal)> _tokens;

    private TokensFile(ImmutableArray<(byte[] Digest, Principal Principal)> tokens) => _tokens = tokens;

    /// <summary>Reads a file, with all its faults at once.</summary>
    public static (TokensFile? File, IReadOnlyList<OptionFault> Faults) Read(string path)
    {
        var faults = new List<OptionFault>();
        var tokens = ImmutableArray.CreateBuilder<(byte[] Digest, Principal Principal)>();
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(File.ReadAllText(path)));
            if (stream.Documents.Count == 1 && stream.Documents[0].RootNode is YamlSequenceNode list)
            {
                foreach (var item in list)
                {
                    ReadToken(path, item, tokens, faults);
                }
            }
            else
            {
                faults.Add(new OptionFault(path, "must be a list: `- {name: ci, sha256: …, roles: [analytics], verbs: [read, request]}`."));
            }
        }
        catch (YamlException e)
        {
            faults.Add(new OptionFault($"{path}:{e.Start.Line}:{e.Start.Column}", e.Message));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Add(new OptionFault(path, $"can't be read: {e.Message}"));
        }

        if (tokens.Count == 0 && faults.Count == 0)
        {
            faults.Add(new OptionFault(path, "names no token, so nobody could ask for anything; add one."));
        }

        faults.AddRange(tokens.GroupBy(t => Convert.ToHexString(t.Digest)).Where(g => g.Key.Length > 0 && g.Count() > 1)
            .Select(g => new OptionFault(path, $"{string.Join(" and ", g.Select(t => t.Principal.Name))} have the same token; give each its own.")));
        return faults.Count == 0 ? (new TokensFile(tokens.ToImmutable()), []) : (null, faults);
    }

    /// <summary>Whose token it is. Every digest is compared in full, so that time tells nothing.</summary>
    public Principal? Find(string token)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(token));
        Principal? found = null;
        foreach (var (known, principal) in _tokens)
        {
            if (CryptographicOperations.FixedTimeEquals(known, digest))
            {
                found = principal;
            }
        }

        return found;
    }

    private static void ReadToken(string path, YamlNode node, ImmutableArray<(byte[] Digest, Principal Principal)>.Builder tokens, List<OptionFault> faults)
    {
        var origin = $"{path}:{node.Start.Line}:{node.Start.Column}";
        if (node is not YamlMappingNode map)
        {
            faults.Add(new OptionFault(origin, "must be a map with name, sha256, roles and verbs."));
            return;
        }

        var fields = map.Children.ToDictionary(c => c.Key.ToString(), c => c.Value, StringComparer.Ordinal);
        foreach (var unknown in fields.Keys.Except(Fields, StringComparer.Ordinal))
        {
            faults.Add(new OptionFault(origin, $"`{unknown}` is not known; {Suggestion.Sentence(unknown, Fields)}"));
        }

        var digest = Digest(fields.GetValueOrDefault("sha256")?.ToString());
        if (digest is null)
        {
            faults.Add(new OptionFault(origin, "sha256 must be the 64 hex digits that `printf %s TOKEN | sha256sum` prints."));
        }

        var name = fields.GetValueOrDefault("name")?.ToString() ?? "";
        if (name.Length == 0)
        {
            faults.Add(new OptionFault(origin, "name is missing; it is the source of what the token asks for."));
        }

        tokens.Add((digest ?? [], new Principal(name, [.. Texts(fields, "roles", origin, faults)], Verbs(fields, origin, faults))));
    }

    private static ImmutableHashSet<Verb> Verbs(Dictionary<string, YamlNode> fields, string origin, List<OptionFault> faults)
    {
        var verbs = ImmutableHashSet.CreateBuilder<Verb>();
        var texts = Texts(fields, "verbs", origin, faults);
        foreach (var text in texts)
        {
            if (Known.TryGetValue(text, out var verb))
            {
                verbs.Add(verb);
            }
            else
            {
                faults.Add(new OptionFault(origin, $"`{text}` is no verb; {Suggestion.Sentence(text, [.. Known.Keys])}"));
            }
        }

        if (texts.Count == 0)
        {
            faults.Add(new OptionFault(origin, $"verbs is missing; say what the token may do: some of {string.Join(", ", Known.Keys)}."));
        }

        return verbs.ToImmutable();
    }

    private static List<string> Texts(Dictionary<string, YamlNode> fields, string name, string origin, List<OptionFault> faults)
    {
        if (!fields.TryGetValue(name, out var node) || node is YamlScalarNode { Value: "" })
        {
            return [];
        }

        if (node is YamlSequenceNode list && list.All(item => item is YamlScalarNode { Value.Length: > 0 }))
        {
            return [.. list.Select(item => item.ToString())];
        }

        // A role that is not read as one must not become "all roles".
        faults.Add(new OptionFault(origin, $"{name} must be a list, for example `{name}: [{(name == "roles" ? "analytics" : "read")}]`."));
        return [];
    }

    private static byte[]? Digest(string? text)
    {
        try
        {
            return text is { Length: 64 } ? Convert.FromHexString(text) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
