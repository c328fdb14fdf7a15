using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CoScheduler.Pool;

namespace CoScheduler.Server.Quota;

/// <summary>Writes a tree of roles as the file that would set it.</summary>
public static class QuotaText
{
    /// <summary>As JSON.</summary>
    /// <param name="tree">The tree.</param>
    /// <returns>An object with <c>roles</c>.</returns>
    public static JsonObject ToJson(QuotaTree tree) => new() { ["roles"] = Children(tree, "") };

    /// <summary>As YAML.</summary>
    /// <param name="tree">The tree.</param>
    /// <returns>The text.</returns>
    public static string ToYaml(QuotaTree tree)
    {
        var text = new StringBuilder();
        Write(text, ToJson(tree), 0);
        return text.ToString();
    }

    /// <summary>The entity tag of a tree: equal trees have equal ones.</summary>
    /// <param name="tree">The tree.</param>
    /// <returns>The tag, with its quotes.</returns>
    public static string ETag(QuotaTree tree) =>
        $"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ToYaml(tree))))[..16]}\"";

    /// <summary>A role's fields by their names in the file, as text.</summary>
    /// <param name="quota">The role's quota.</param>
    /// <returns>Those that have a value, in the order of the file.</returns>
    internal static IReadOnlyDictionary<string, string> Texts(RoleQuota quota) =>
        new OrderedDictionary<string, string>(Fields(quota).Select(f => KeyValuePair.Create(f.Key, f.Value!.ToString())), StringComparer.Ordinal);

    private static JsonObject Children(QuotaTree tree, string parent)
    {
        var children = new JsonObject();
        foreach (var (path, quota) in tree.Roles)
        {
            var slash = path.LastIndexOf('/');
            if ((slash < 0 ? "" : path[..slash]) == parent)
            {
                var role = Fields(quota);
                if (Children(tree, path) is { Count: > 0 } below)
                {
                    role["roles"] = below;
                }

                children[path[(slash + 1)..]] = role;
            }
        }

        return children;
    }

    private static JsonObject Fields(RoleQuota quota)
    {
        var role = new JsonObject();
        Add(role, "guarantee", quota.Guarantee.Equals(ResourceVector.Empty) ? null : quota.Guarantee.ToString());
        Add(role, "limit", quota.Limit?.ToString());
        role["weight"] = quota.Weight;
        Add(role, "lend", quota.Lend?.ToString());
        Add(role, "borrow", quota.Borrow?.ToString());
        Add(role, "grace", DurationText(quota.GraceMilliseconds));
        Add(role, "minRuntime", DurationText(quota.MinRuntimeMilliseconds));
        Add(role, "reclaimWithin", DurationText(quota.ReclaimWithinMilliseconds));
        Add(role, "shareReclaimAfter", DurationText(quota.ShareReclaimAfterMilliseconds));
        Add(role, "maxRunning", quota.MaxRunning);
        Add(role, "maxQueued", quota.MaxQueued);
        Add(role, "slotsPerCpu", quota.SlotsPerCpu);
        return role;
    }

    private static string? DurationText(long? milliseconds) => milliseconds switch
    {
        null => null,
        long.MaxValue => "never",
        _ => Duration.Format(milliseconds.Value),
    };

    private static void Add(JsonObject role, string name, JsonNode? value)
    {
        if (value is not null)
        {
            role[name] = value;
        }
    }

    private static void Write(StringBuilder text, JsonObject map, int indent)
    {
        foreach (var (key, value) in map)
        {
            text.Append(' ', indent).Append(key).Append(':');
            if (value is JsonObject { Count: > 0 } below)
            {
                text.Append('\n');
                Write(text, below, indent + 2);
            }
            else
            {
                text.Append(' ').Append(Scalar(value)).Append('\n');
            }
        }
    }

    private static string Scalar(JsonNode? value) => value switch
    {
        JsonObject => "{}",
        JsonValue v when v.TryGetValue<string>(out var s) => $"\"{s}\"",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
