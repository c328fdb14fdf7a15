using System.Collections.Immutable;

namespace CoScheduler.Analyses;

/// <summary>A place in SQL where a parameter's value goes.</summary>
/// <param name="Name">The parameter's name.</param>
/// <param name="Index">Where its colon stands.</param>
public sealed record SqlParameter(string Name, int Index)
{
    /// <summary>How many characters the place takes, its colon included.</summary>
    public int Length => Name.Length + 1;
}

/// <summary>Finds <c>:name</c> in SQL; not in texts, quoted names and comments, nor in casts (<c>::</c>) and slices (<c>[1:n]</c>).</summary>
public static class SqlParameters
{
    /// <summary>Every place, in order.</summary>
    /// <param name="sql">The SQL.</param>
    /// <param name="backslashEscapes">Whether a backslash escapes a quote in a text, as in Spark's dialect.</param>
    /// <returns>The places.</returns>
    public static ImmutableArray<SqlParameter> Find(string sql, bool backslashEscapes = false)
    {
        var found = ImmutableArray.CreateBuilder<SqlParameter>();
        var at = 0;
        while (at < sql.Length)
        {
            var end = SqlScanner.SkipOpaque(sql, at, backslashEscapes);
            if (end > at)
            {
                at = end;
            }
            else if (sql[at] == ':' && at + 1 < sql.Length && sql[at + 1] == ':')
            {
                at += 2;
            }
            else if (StartsHere(sql, at))
            {
                end = SqlScanner.EndOfName(sql, at + 1);
                found.Add(new(sql[(at + 1)..end], at));
                at = end;
            }
            else
            {
                at++;
            }
        }

        return found.ToImmutable();
    }

    /// <summary>The SQL with every place written anew, for an engine that marks parameters otherwise.</summary>
    /// <param name="sql">The SQL.</param>
    /// <param name="write">What stands for a parameter, by its name.</param>
    /// <returns>The SQL as the engine reads it.</returns>
    public static string Rewrite(string sql, Func<string, string> write)
    {
        var text = new System.Text.StringBuilder(sql.Length);
        var from = 0;
        foreach (var place in Find(sql))
        {
            text.Append(sql, from, place.Index - from).Append(write(place.Name));
            from = place.Index + place.Length;
        }

        return text.Append(sql, from, sql.Length - from).ToString();
    }

    private static bool StartsHere(string sql, int at) =>
        sql[at] == ':'
        && at + 1 < sql.Length && SqlScanner.IsNameStart(sql[at + 1])
        && (at == 0 || !(SqlScanner.IsNamePart(sql[at - 1]) || sql[at - 1] is ')' or ']' or '\'' or '"' or '`'));
}
