using Case = CoScheduler.Spark.Protocol.Expression.Types.Literal.LiteralTypeOneofCase;
using Literal = CoScheduler.Spark.Protocol.Expression.Types.Literal;
using Proto = CoScheduler.Spark.Protocol.DataType;

namespace CoScheduler.Spark.Sql;

/// <summary>The type of a literal, which Spark wants beside the elements of a list.</summary>
internal static class LiteralTypes
{
    public static Proto Of(Literal literal) => literal.LiteralTypeCase switch
    {
        Case.Binary => new Proto { Binary = new() },
        Case.Boolean => new Proto { Boolean = new() },
        Case.Byte => new Proto { Byte = new() },
        Case.Short => new Proto { Short = new() },
        Case.Integer => new Proto { Integer = new() },
        Case.Long => new Proto { Long = new() },
        Case.Float => new Proto { Float = new() },
        Case.Double => new Proto { Double = new() },
        Case.Decimal => new Proto { Decimal = new() { Precision = literal.Decimal.Precision, Scale = literal.Decimal.Scale } },
        Case.String => new Proto { String = new() },
        Case.Date => new Proto { Date = new() },
        Case.Timestamp => new Proto { Timestamp = new() },
        Case.TimestampNtz => new Proto { TimestampNtz = new() },
        Case.YearMonthInterval => new Proto { YearMonthInterval = new() { StartField = 0, EndField = 1 } },
        Case.DayTimeInterval => new Proto { DayTimeInterval = new() { StartField = 0, EndField = 3 } },
        Case.Time => new Proto { Time = new() { Precision = literal.Time.Precision } },
        Case.Array => new Proto { Array = new() { ElementType = literal.Array.ElementType, ContainsNull = true } },
        _ => new Proto { Null = new() },
    };
}
