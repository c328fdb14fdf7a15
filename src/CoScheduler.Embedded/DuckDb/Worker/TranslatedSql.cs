using System.Collections.Immutable;
using System.Text;

namespace CoScheduler.Embedded.DuckDb;

/// <summary>A body, cut where its parameters stand.</summary>
/// <param name="Pieces">In their order.</param>
internal sealed record TranslatedSql(ImmutableArray<SqlPiece> Pieces)
{
    /// <summary>The text for some values. Those that can be said without quotes are said: a statement that has parameters is bound twice.</summary>
    /// <param name="values">The values, by name.</param>
    /// <returns>The text, and the values that are still to be bound, as <c>$name</c>.</returns>
    public (string Sql, IReadOnlyCollection<WireParameter> Bound) With(IReadOnlyList<WireParameter> values)
    {
        var text = new StringBuilder();
        var bound = new HashSet<WireParameter>();
        foreach (var (before, name) in Pieces)
        {
            text.Append(before);
            if (name is not null)
            {
                var value = values.First(value => value.Name == name);
                var literal = ParameterForms.Literal(value);
                if (literal is null)
                {
                    bound.Add(value);
                }

                text.Append(ParameterForms.Typed(literal ?? $"${name}", value.Type));
            }
        }

        return (text.ToString(), bound);
    }
}

/// <summary>A part of a body.</summary>
/// <param name="Text">What stands before the parameter, as it is.</param>
/// <param name="Parameter">The parameter; null after the last one.</param>
internal readonly record struct SqlPiece(string Text, string? Parameter);
