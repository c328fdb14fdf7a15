using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
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
        foreach (var unknown in fields.Keys.Except(["name", "sha256", "roles", "verbs"], StringComparer.Ordinal))
        {
            faults.Add(new OptionFault(origin, $"`{unknown}` is not known; a token has name, sha256, roles, verbs."));
        }

        var digest = Digest(fields.GetValueOrDefault("sha256")?.ToString());
        if (digest is null)
        {
            faults.Add(new OptionFault(origin, "sha256 must be the 64 hex digits that `printf %s TOKEN | sha256sum` prints."));
        }

        var verbs = ImmutableHashSet.CreateBuilder<Verb>();
        foreach (var verb in (fields.GetValueOrDefault("verbs") as YamlSequenceNode)?.Select(v => v.ToString()) ?? [])
        {
            if (Enum.TryParse<Verb>(verb, ignoreCase: true, out var known) && !char.IsAsciiDigit(verb[0]))
            {
                verbs.Add(known);
            }
            else
            {
                faults.Add(new OptionFault(origin, $"`{verb}` is no verb; they are read, request, submit, operate."));
            }
        }

        var roles = (fields.GetValueOrDefault("roles") as YamlSequenceNode)?.Select(r => r.ToString()).ToImmutableArray() ?? [];
        tokens.Add((digest ?? [], new Principal(fields.GetValueOrDefault("name")?.ToString() ?? "", roles, verbs.ToImmutable())));
        if (tokens[^1].Principal.Name.Length == 0)
        {
            faults.Add(new OptionFault(origin, "name is missing; it is the source of what the token asks for."));
        }
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
