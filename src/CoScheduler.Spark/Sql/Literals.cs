using System.Collections;
using System.Data.SqlTypes;
using System.Globalization;
using System.Numerics;
using CoScheduler.Spark.Protocol;
using Google.Protobuf;
using Literal = CoScheduler.Spark.Protocol.Expression.Types.Literal;
using Proto = CoScheduler.Spark.Protocol.DataType;

namespace CoScheduler.Spark.Sql;

/// <summary>.NET values as literals of Spark's, exactly.</summary>
internal static class Literals
{
    /// <summary>The digits of Spark's largest decimals.</summary>
    public const int MaxDecimalDigits = 38;

    private static readonly DateOnly s_epochDay = DateOnly.FromDateTime(DateTime.UnixEpoch);

    public static Expression ToExpression(object? value) => new() { Literal = ToLiteral(value) };

    public static Literal ToLiteral(object? value) => value switch
    {
        null or DBNull => new Literal { Null = new Proto { Null = new() } },
        bool x => new Literal { Boolean = x },
        sbyte x => new Literal { Byte = x },
        byte x => new Literal { Short = x },
        short x => new Literal { Short = x },
        ushort x => new Literal { Integer = x },
        int x => new Literal { Integer = x },
        uint x => new Literal { Long = x },
        long x => new Literal { Long = x },
        ulong x => Number(x),
        Int128 x => Number(x),
        BigInteger x => Number(x),
        float x => new Literal { Float = x },
        double x => new Literal { Double = x },
        decimal x => Number(x.ToString(CultureInfo.InvariantCulture)),
        SqlDecimal { IsNull: false } x => Number(x.ToString()),
        string x => new Literal { String = x },
        char x => new Literal { String = x.ToString() },
        byte[] x => new Literal { Binary = ByteString.CopyFrom(x) },
        ReadOnlyMemory<byte> x => new Literal { Binary = ByteString.CopyFrom(x.Span) },
        DateOnly x => new Literal { Date = x.DayNumber - s_epochDay.DayNumber },
        DateTimeOffset x => new Literal { Timestamp = Microseconds(x.UtcDateTime - DateTime.UnixEpoch) },
        DateTime { Kind: DateTimeKind.Unspecified } x => new Literal { TimestampNtz = Microseconds(x - DateTime.UnixEpoch) },
        DateTime x => new Literal { Timestamp = Microseconds(x.ToUniversalTime() - DateTime.UnixEpoch) },
        TimeOnly x => new Literal { Time = new() { Nano = x.Ticks * TimeSpan.NanosecondsPerTick, Precision = 6 } },
        TimeSpan x => new Literal { DayTimeInterval = Microseconds(x) },
        YearMonthInterval x => new Literal { YearMonthInterval = x.Months },
        IEnumerable x => Sequence(x),
        _ => throw new ArgumentException($"A {value.GetType().Name} cannot be a value in SQL; give a number, text, bytes, a date or a time.", nameof(value)),
    };

    // Spark has microseconds; what is finer is cut towards the past, as Spark's own conversions cut it.
    private static long Microseconds(TimeSpan time) => (long)Int128Floor(time.Ticks, TimeSpan.TicksPerMicrosecond);

    private static Int128 Int128Floor(long value, long divisor) => value >= 0 ? value / divisor : -((-(Int128)value + divisor - 1) / divisor);

    private static Literal Number(BigInteger value) => Number(value.ToString(CultureInfo.InvariantCulture));

    private static Literal Number(string text)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var scale = point < 0 ? 0 : text.Length - point - 1;
        var digits = text.Count(char.IsAsciiDigit) - (text.TrimStart('-').StartsWith("0.", StringComparison.Ordinal) ? 1 : 0);
        return digits <= MaxDecimalDigits
            ? new Literal { Decimal = new() { Value = text, Precision = Math.Max(digits, 1), Scale = scale } }
            : throw new ArgumentException($"{text} has more digits than Spark's decimals, which have {MaxDecimalDigits}.");
    }

    private static Literal Sequence(IEnumerable values) => LiteralLists.Of([.. values.Cast<object?>().Select(ToLiteral)]);
}
