namespace CoScheduler.Spark.Sql;

/// <summary>Tells queries, which may wait until they are collected, from commands, which have their effect at once.</summary>
internal static class SqlText
{
    private static readonly string[] s_queries = ["select", "values", "table", "("];

    // These may begin a query as well as an insert.
    private static readonly string[] s_either = ["with", "from"];

    /// <summary>Whether a text is surely a query. What is not surely one is sent at once, which does a query no harm.</summary>
    public static bool IsQuery(string text)
    {
        var start = text.AsSpan()[Start(text)..];
        return Begins(start, s_queries) || (Begins(start, s_either) && !text.Contains("insert", StringComparison.OrdinalIgnoreCase));
    }

    private static bool Begins(ReadOnlySpan<char> text, string[] words)
    {
        foreach (var word in words)
        {
            if (text.StartsWith(word, StringComparison.OrdinalIgnoreCase) && (text.Length == word.Length || word == "(" || !char.IsAsciiLetterOrDigit(text[word.Length])))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Where it begins, after blanks and comments.</summary>
    private static int Start(string text)
    {
        var at = 0;
        while (at < text.Length)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
            }
            else if (End(text, at, "--", "\n") is { } line)
            {
                at = line;
            }
            else if (End(text, at, "/*", "*/") is { } block)
            {
                at = block;
            }
            else
            {
                break;
            }
        }

        return at;
    }

    private static int? End(string text, int at, string opening, string closing)
    {
        if (string.CompareOrdinal(text, at, opening, 0, opening.Length) != 0)
        {
            return null;
        }

        var end = text.IndexOf(closing, at + opening.Length, StringComparison.Ordinal);
        return end < 0 ? text.Length : end + closing.Length;
    }
}
