using System.Data.SqlTypes;
using CoScheduler.Spark.Sql;
using Xunit;
using Case = CoScheduler.Spark.Protocol.Expression.Types.Literal.LiteralTypeOneofCase;

namespace CoScheduler.Tests.Spark;

public sealed class LiteralsTests
{
    [Theory]
    [InlineData("0", 1, 0)]
    [InlineData("0.05", 2, 2)]
    [InlineData("-0.05", 2, 2)]
    [InlineData("1.50", 3, 2)]
    [InlineData("-123.4", 4, 1)]
    [InlineData("79228162514264337593543950335", 29, 0)]
    public void ToLiteral_Decimal_KeepsItsDigits(string text, int precision, int scale)
    {
        var literal = Literals.ToLiteral(decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture)).Decimal;
        Assert.Equal((text, precision, scale), (literal.Value, literal.Precision, literal.Scale));
    }

    [Fact]
    public void ToLiteral_DecimalOf38Digits_IsWhole()
    {
        var literal = Literals.ToLiteral(SqlDecimal.Parse("-9999999999999999999999999999.9999999999")).Decimal;
        Assert.Equal(("-9999999999999999999999999999.9999999999", 38, 10), (literal.Value, literal.Precision, literal.Scale));
    }

    [Fact]
    public void ToLiteral_UnsignedBeyondBigint_IsADecimal() => Assert.Equal("18446744073709551615", Literals.ToLiteral(ulong.MaxValue).Decimal.Value);

    [Fact]
    public void ToLiteral_TooManyDigits_Throws() =>
        Assert.Throws<ArgumentException>(() => Literals.ToLiteral(System.Numerics.BigInteger.Pow(10, 38)));

    [Fact]
    public void ToLiteral_Times_AreMicrosecondsFromTheEpoch()
    {
        var before = new DateTimeOffset(1969, 12, 31, 23, 59, 59, TimeSpan.Zero);
        Assert.Equal(-1_000_000, Literals.ToLiteral(before).Timestamp);
        Assert.Equal(-1, Literals.ToLiteral(DateTimeOffset.UnixEpoch.AddTicks(-1)).Timestamp);
        Assert.Equal(-1, Literals.ToLiteral(new DateOnly(1969, 12, 31)).Date);
        Assert.Equal(1, Literals.ToLiteral(new DateTime(1970, 1, 1).AddMicroseconds(1)).TimestampNtz);
        Assert.Equal(Case.Timestamp, Literals.ToLiteral(DateTime.UnixEpoch).LiteralTypeCase);
        Assert.Equal(90_000_000, Literals.ToLiteral(TimeSpan.FromSeconds(90)).DayTimeInterval);
    }

    [Fact]
    public void ToLiteral_ListWithNulls_HasTheTypeOfTheOthers()
    {
        var array = Literals.ToLiteral(new object?[] { null, "a" }).Array;
        Assert.NotNull(array.ElementType.String);
        Assert.Equal([Case.Null, Case.String], array.Elements.Select(element => element.LiteralTypeCase));
    }

    [Fact]
    public void ToLiteral_ListOfDecimals_HasOnePrecisionAndScale()
    {
        var array = Literals.ToLiteral(new[] { 1m, 22.75m, -0.125m }).Array;
        Assert.Equal((5, 3), (array.ElementType.Decimal.Precision, array.ElementType.Decimal.Scale));
        Assert.Equal(["1.000", "22.750", "-0.125"], array.Elements.Select(element => element.Decimal.Value));
    }

    [Fact]
    public void ToLiteral_MixedListOrUnknownType_Throws()
    {
        Assert.Throws<ArgumentException>(() => Literals.ToLiteral(new object[] { 1, "a" }));
        Assert.Throws<ArgumentException>(() => Literals.ToLiteral(new Version(1, 0)));
    }
}
