using System.Globalization;
using System.Text;

namespace CoScheduler.Pool.Resources;

/// <summary>Reads and writes the text form of amounts (contract.md section 2).</summary>
internal static class ResourceText
{
    public const string Unlimited = "unlimited";

    private const int LongestName = 64;

    public static string Format(IEnumerable<KeyValuePair<string, long>> amounts, PortRanges? ports)
    {
        var text = new StringBuilder();
        foreach (var (name, amount) in amounts)
        {
            text.Append(text.Length == 0 ? "" : ",").Append(name).Append(':');
            text.Append(name == ResourceVector.Ports && ports is not null ? ports.ToString() : Quantity.Format(name, amount));
        }

        return text.ToString();
    }

    /// <summary>Splits at commas and semicolons outside brackets, and each part at its first colon outside brackets.</summary>
    public static string? Split(string text, List<KeyValuePair<string, string>> parts)
    {
        var body = text.Trim();
        body = body.StartsWith('{') && body.EndsWith('}') ? body[1..^1] : body;
        var start = 0;
        var depth = 0;
        for (var i = 0; i <= body.Length; i++)
        {
            depth += i == body.Length ? 0 : body[i] is '[' or '(' ? 1 : body[i] is ']' or ')' ? -1 : 0;
            if (i < body.Length && (depth > 0 || body[i] is not (',' or ';')))
            {
                continue;
            }

            var part = body[start..i].Trim();
            start = i + 1;
            if (part.Length == 0 && body.Trim().Length > 0)
            {
                return "An amount is missing; write NAME:AMOUNT, separated by single commas.";
            }

            var colon = part.IndexOf(':', StringComparison.Ordinal);
            if (part.Length > 0 && colon < 0)
            {
                return $"'{Shorten(part)}' has no amount; write NAME:AMOUNT, for example cpus:2.";
            }

            if (part.Length > 0)
            {
                parts.Add(new KeyValuePair<string, string>(part[..colon], part[(colon + 1)..]));
            }
        }

        return null;
    }

    public static string? ReadName(string written, out string name)
    {
        name = written.Trim();
        if (name.EndsWith(')') && name.IndexOf('(', StringComparison.Ordinal) is var bracket and > 0)
        {
            var reservation = name[(bracket + 1)..^1].Trim();
            name = name[..bracket].Trim();
            if (reservation != "*")
            {
                return $"'{Shorten(written)}' is reserved for a role; write {name} without the brackets and give the role a guarantee.";
            }
        }

        name = name switch
        {
            "cpu" => ResourceVector.Cpus,
            "memory" => ResourceVector.Memory,
            "nvidia.com/gpu" or "gpu" => ResourceVector.Gpus,
            _ => name,
        };
        return name.Length is > 0 and <= LongestName && char.IsAsciiLetter(name[0]) && name.All(IsNameCharacter)
            ? null
            : $"'{Shorten(written)}' is no name of a resource; use letters, digits, '.', '_', '-' and '/', at most {LongestName}.";
    }

    public static string? ReadAmount(string name, string quantity, out long amount, ref PortRanges? ports)
    {
        if (name != ResourceVector.Ports || quantity == Unlimited || quantity.All(char.IsAsciiDigit))
        {
            return Quantity.Read(name, quantity, out amount);
        }

        amount = 0;
        var ranges = new List<(int, int)>();
        var list = quantity.StartsWith('[') && quantity.EndsWith(']') ? quantity[1..^1] : quantity;
        foreach (var range in list.Split(',', StringSplitOptions.TrimEntries))
        {
            var dash = range.IndexOf('-', StringComparison.Ordinal);
            if (!TryPort(dash < 0 ? range : range[..dash], out var first) || !TryPort(dash < 0 ? range : range[(dash + 1)..], out var last) || last < first)
            {
                return $"'{Shorten(range)}' is no range of ports; write ports:31000-31099, or ports:2 for any two.";
            }

            ranges.Add((first, last));
        }

        ports = PortRanges.Of(ranges);
        amount = ports.Count;
        return null;
    }

    internal static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";

    private static bool TryPort(string text, out int port) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is >= 1 and <= PortRanges.Highest;

    private static bool IsNameCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '/';
}
