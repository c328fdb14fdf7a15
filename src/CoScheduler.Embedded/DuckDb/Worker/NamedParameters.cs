using System.Collections.Immutable;
using CoScheduler.Analyses;

namespace CoScheduler.Embedded.DuckDb;

/// <summary>
/// Turns <c>:name</c> into a parameter of DuckDB, cast to the parameter's type, so that an expression has the type that
/// it has in Spark. Text in quotes, comments and <c>::</c> casts stays as it is, and so does a name that is no parameter.
/// </summary>
internal static class NamedParameters
{
    public static TranslatedSql Translate(string sql, IReadOnlyDictionary<string, ParameterType> parameters)
    {
        var pieces = ImmutableArray.CreateBuilder<SqlPiece>();
        var begin = 0;
        for (var i = 0; i < sql.Length;)
        {
            var end = SkipOpaque(sql, i);
            if (end > i)
            {
                i = end;
            }
            else if (NameAt(sql, i) is { } name && parameters.ContainsKey(name))
            {
                pieces.Add(new SqlPiece(sql[begin..i], name));
                begin = i += name.Length + 1;
            }
            else
            {
                i++;
            }
        }

        pieces.Add(new SqlPiece(sql[begin..], null));
        return new TranslatedSql(pieces.ToImmutable());
    }

    private static string? NameAt(string sql, int at)
    {
        if (sql[at] != ':' || at + 1 >= sql.Length || !(char.IsAsciiLetter(sql[at + 1]) || sql[at + 1] == '_'))
        {
            return null;
        }

        var end = at + 2;
        while (end < sql.Length && IsWord(sql[end]))
        {
            end++;
        }

        return sql[(at + 1)..end];
    }

    // Where the quoted text, comment or cast operator that begins here ends; the same place if none begins.
    private static int SkipOpaque(string sql, int at) => sql[at] switch
    {
        '\'' => SkipQuoted(sql, at, '\'', at > 0 && sql[at - 1] is 'e' or 'E' && (at < 2 || !IsWord(sql[at - 2]))),
        '"' => SkipQuoted(sql, at, '"', false),
        '-' when Follows(sql, at, "--") => IndexAfter(sql, "\n", at),
        '/' when Follows(sql, at, "/*") => IndexAfter(sql, "*/", at + 2),
        '$' => SkipDollarQuoted(sql, at),
        ':' when Follows(sql, at, "::") => at + 2,
        _ => at,
    };

    private static int SkipQuoted(string sql, int at, char quote, bool backslash)
    {
        var i = at + 1;
        while (i < sql.Length)
        {
            if (backslash && sql[i] == '\\')
            {
                i += 2;
            }
            else if (sql[i] == quote && i + 1 < sql.Length && sql[i + 1] == quote)
            {
                i += 2;
            }
            else if (sql[i++] == quote)
            {
                return i;
            }
        }

        return sql.Length;
    }

    private static int SkipDollarQuoted(string sql, int at)
    {
        var end = at + 1;
        while (end < sql.Length && IsWord(sql[end]))
        {
            end++;
        }

        return end < sql.Length && sql[end] == '$' ? IndexAfter(sql, sql[at..(end + 1)], end + 1) : at;
    }

    private static int IndexAfter(string sql, string text, int from)
    {
        var index = sql.IndexOf(text, from, StringComparison.Ordinal);
        return index < 0 ? sql.Length : index + text.Length;
    }

    private static bool Follows(string sql, int at, string text) => string.CompareOrdinal(sql, at, text, 0, text.Length) == 0;

    private static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';
}
