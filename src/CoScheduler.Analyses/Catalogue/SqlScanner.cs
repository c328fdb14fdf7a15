namespace CoScheduler.Analyses;

/// <summary>Walks over SQL, past texts, quoted names and comments, in which nothing means anything.</summary>
internal static class SqlScanner
{
    /// <summary>Where the text, quoted name or comment that begins here ends; the same place if none begins here.</summary>
    public static int SkipOpaque(string sql, int at, bool backslashEscapes)
    {
        var next = at + 1 < sql.Length ? sql[at + 1] : '\0';
        return sql[at] switch
        {
            '\'' => EndOfQuoted(sql, at, backslashEscapes),
            '"' => EndOfQuoted(sql, at, backslashEscapes),
            '`' => EndOfQuoted(sql, at, backslashEscapes: false),
            '-' when next == '-' => EndOfLine(sql, at),
            '/' when next == '*' => EndOfComment(sql, at),
            '$' when next == '$' => sql.IndexOf("$$", at + 2, StringComparison.Ordinal) is >= 0 and var end ? end + 2 : sql.Length,
            _ => at,
        };
    }

    public static bool IsNameStart(char c) => char.IsLetter(c) || c == '_';

    public static bool IsNamePart(char c) => char.IsLetterOrDigit(c) || c == '_';

    public static int EndOfName(string sql, int at)
    {
        while (at < sql.Length && IsNamePart(sql[at]))
        {
            at++;
        }

        return at;
    }

    private static int EndOfQuoted(string sql, int at, bool backslashEscapes)
    {
        var quote = sql[at];
        for (var i = at + 1; i < sql.Length; i++)
        {
            if (backslashEscapes && sql[i] == '\\')
            {
                i++;
            }
            else if (sql[i] == quote)
            {
                return i + 1;
            }
        }

        return sql.Length;
    }

    private static int EndOfLine(string sql, int at) => sql.IndexOf('\n', at) is >= 0 and var end ? end : sql.Length;

    private static int EndOfComment(string sql, int at)
    {
        var depth = 0;
        for (var i = at; i + 1 < sql.Length; i++)
        {
            if (sql[i] == '/' && sql[i + 1] == '*')
            {
                depth++;
                i++;
            }
            else if (sql[i] == '*' && sql[i + 1] == '/')
            {
                depth--;
                i++;
                if (depth == 0)
                {
                    return i + 1;
                }
            }
        }

        return sql.Length;
    }
}
