using Case = CoScheduler.Spark.Protocol.Expression.Types.Literal.LiteralTypeOneofCase;
using Literal = CoScheduler.Spark.Protocol.Expression.Types.Literal;
using Proto = CoScheduler.Spark.Protocol.DataType;

namespace CoScheduler.Spark.Sql;

/// <summary>Lists as literals. Spark wants one type for all elements.</summary>
internal static class LiteralLists
{
    public static Literal Of(IReadOnlyList<Literal> elements)
    {
        var decimals = elements.Where(element => element.LiteralTypeCase == Case.Decimal).ToList();
        Align([.. decimals.Select(element => element.Decimal)]);
        var types = elements.Where(element => element.LiteralTypeCase != Case.Null).Select(LiteralTypes.Of).Distinct().ToList();
        if (types.Count > 1)
        {
            throw new ArgumentException("The values of a list in SQL must be of one type.", nameof(elements));
        }

        var array = new Literal.Types.Array { ElementType = types.Count == 0 ? new Proto { Null = new() } : types[0] };
        array.Elements.Add(elements);
        return new Literal { Array = array };
    }

    /// <summary>Gives decimals the one precision and scale that hold them all.</summary>
    private static void Align(IReadOnlyList<Literal.Types.Decimal> decimals)
    {
        var scale = decimals.Max(number => (int?)number.Scale) ?? 0;
        var whole = decimals.Max(number => (int?)(number.Precision - number.Scale)) ?? 0;
        if (scale + whole > Literals.MaxDecimalDigits)
        {
            throw new ArgumentException($"No decimal of {Literals.MaxDecimalDigits} digits holds all the values of the list.", nameof(decimals));
        }

        foreach (var number in decimals)
        {
            var point = number.Scale == 0 && scale > 0 ? "." : "";
            number.Value += point + new string('0', scale - number.Scale);
            number.Scale = scale;
            number.Precision = scale + whole;
        }
    }
}
