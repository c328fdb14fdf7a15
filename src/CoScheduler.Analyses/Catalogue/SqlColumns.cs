namespace CoScheduler.Analyses;

/// <summary>The names of the columns that a query gives, as far as its text tells.</summary>
internal static class SqlColumns
{
    /// <summary>The names of the first outer SELECT's items, those that have one, each with where its item begins.</summary>
    public static IEnumerable<(string Name, int Index)> Find(string sql, bool backslashEscapes)
    {
        foreach (var (start, end) in Items(sql, backslashEscapes))
        {
            if (NameOf(sql[start..end]) is { } name)
            {
                yield return (name, start + sql[start..end].TakeWhile(char.IsWhiteSpace).Count());
            }
        }
    }

    private static IEnumerable<(int Start, int End)> Items(string sql, bool backslashEscapes)
    {
        var depth = 0;
        var start = -1;
        for (var at = 0; at < sql.Length;)
        {
            var end = SqlScanner.SkipOpaque(sql, at, backslashEscapes);
            if (end > at)
            {
                at = end;
                continue;
            }

            if (SqlScanner.IsNameStart(sql[at]))
            {
                end = SqlScanner.EndOfName(sql, at);
                var word = sql[at..end].ToUpperInvariant();
                if (depth == 0 && start < 0 && word == "SELECT")
                {
                    start = end;
                }
                else if (depth == 0 && start >= 0 && word is "FROM" or "UNION" or "WHERE" or "LIMIT" or "ORDER" or "GROUP")
                {
                    yield return (start, at);
                    yield break;
                }

                at = end;
                continue;
            }

            depth += sql[at] is '(' or '[' or '{' ? 1 : sql[at] is ')' or ']' or '}' ? -1 : 0;
            if (depth == 0 && start >= 0 && sql[at] == ',')
            {
                yield return (start, at);
                start = at + 1;
            }

            at++;
        }

        if (start >= 0)
        {
            yield return (start, sql.Length);
        }
    }

    // Only what is certain: an alias after AS, or a plain column; an expression without alias is named by the engine.
    private static string? NameOf(string item)
    {
        var text = item.Trim();
        var last = text.LastIndexOfAny([' ', '\n', '\t', '\r']);
        var word = text[(last + 1)..];
        var before = last < 0 ? "" : text[..last].TrimEnd();
        if (before.EndsWith(" AS", StringComparison.OrdinalIgnoreCase) || before.EndsWith("\nAS", StringComparison.OrdinalIgnoreCase))
        {
            return Plain(word);
        }

        return last < 0 ? Plain(word[(word.LastIndexOf('.') + 1)..]) : null;
    }

    private static string? Plain(string word)
    {
        var name = word.Trim('`', '"');
        return name.Length > 0 && SqlScanner.IsNameStart(name[0]) && name.All(SqlScanner.IsNamePart) ? name : null;
    }
}
