using System.Globalization;

namespace CoScheduler.Analyses;

/// <summary>Ids of events: <c>&lt;requestsource&gt;/&lt;request id&gt;/&lt;attempt&gt;/&lt;seq&gt;</c>, each part percent-encoded (contract.md section 3).</summary>
internal static class EventId
{
    public static string Of(RequestKey key, int attempt, int seq) =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix(key)}{attempt}/{seq}");

    /// <summary>The id of a refusal, which takes no identity: the place of the message makes it its own.</summary>
    public static string OfRefusal(RequestKey key, MessageOrigin origin) =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix(key)}refused/{origin.Partition}-{origin.Offset}");

    /// <summary>Reads an id that <see cref="Of"/> made for a request.</summary>
    public static (int Attempt, int Seq)? Read(RequestKey key, string id)
    {
        var prefix = Prefix(key);
        if (!id.StartsWith(prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var rest = id[prefix.Length..].Split('/');
        return rest.Length == 2
            && int.TryParse(rest[0], NumberStyles.None, CultureInfo.InvariantCulture, out var attempt)
            && int.TryParse(rest[1], NumberStyles.None, CultureInfo.InvariantCulture, out var seq)
            ? (attempt, seq)
            : null;
    }

    private static string Prefix(RequestKey key) => $"{Uri.EscapeDataString(key.Source)}/{Uri.EscapeDataString(key.Id)}/";
}
