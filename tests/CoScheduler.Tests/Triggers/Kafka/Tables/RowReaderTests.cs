using CoScheduler.Analyses;
using CoScheduler.Triggers.Kafka;
using Xunit;

namespace CoScheduler.Tests.Triggers.Kafka.Tables;

public sealed class RowReaderTests
{
    [Theory]
    [InlineData("boolean", "true", "true")]
    [InlineData("int", "-2147483648", "-2147483648")]
    [InlineData("bigint", "\"9223372036854775807\"", "9223372036854775807")]
    [InlineData("smallint", "7", "7")]
    [InlineData("double", "1.50", "1.5")]
    [InlineData("double", "\"NaN\"", "\"NaN\"")]
    [InlineData("decimal(10,2)", "1.5", "\"1.50\"")]
    [InlineData("decimal(10,2)", "\"-12345678.99\"", "\"-12345678.99\"")]
    [InlineData("decimal", "3", "\"3\"")]
    [InlineData("string", "\"K\\u00f6ln \\\"x\\\"\"", "\"Köln \\\"x\\\"\"")]
    [InlineData("date", "\"2026-11-23\"", "\"2026-11-23\"")]
    [InlineData("timestamp", "\"2026-11-23T12:00:00.25+01:00\"", "\"2026-11-23T11:00:00.25Z\"")]
    [InlineData("timestamp", "\"2026-11-23 12:00:00\"", "\"2026-11-23T12:00:00Z\"")]
    [InlineData("array<int>", "[1, 2]", "[1, 2]")]
    [InlineData("int", "null", "null")]
    public void Read_AValueOfTheType_IsWrittenInOneForm(string type, string json, string expected)
    {
        var read = Reader(type).Read(null, Messages.Bytes($$"""{"more":{},"v":{{json}},"id":5}"""));

        Assert.Null(read.Fault);
        Assert.Equal($$"""{"id":5,"v":{{expected}}}""", read.Json);
        Assert.Equal("5", read.Key);
    }

    [Theory]
    [InlineData("boolean", "1")]
    [InlineData("int", "2147483648")]
    [InlineData("int", "1.5")]
    [InlineData("bigint", "\"many\"")]
    [InlineData("tinyint", "128")]
    [InlineData("double", "\"1,5\"")]
    [InlineData("double", "1e999")]
    [InlineData("decimal(3,2)", "10.00")]
    [InlineData("decimal(3,2)", "1.001")]
    [InlineData("string", "5")]
    [InlineData("date", "\"2026-13-01\"")]
    [InlineData("timestamp", "\"noon\"")]
    [InlineData("timestamp", "12")]
    public void Read_AValueOfAnotherType_IsAFault(string type, string json) =>
        Assert.Equal($"'v' is no {type}.", Reader(type).Read(null, Messages.Bytes($$"""{"id":5,"v":{{json}}}""")).Fault);

    [Theory]
    [InlineData("{\"v\":1}", "'id' is missing.")]
    [InlineData("{\"id\":null,\"v\":1}", "'id' is missing.")]
    [InlineData("[]", "it is not a JSON object.")]
    [InlineData("{", "it is not JSON.")]
    public void Read_NotARow_IsAFault(string json, string fault) => Assert.Equal(fault, Reader("int").Read(null, Messages.Bytes(json)).Fault);

    [Fact]
    public void Read_NoValue_DeletesTheRowOfTheKey()
    {
        Assert.Equal(new RowRead("5", null, null), Reader("int").Read(Messages.Bytes("05"), null));
        Assert.NotNull(Reader("int").Read(null, null).Fault);
        Assert.NotNull(Reader("int").Read([0xff], null).Fault);
    }

    [Fact]
    public void Read_InvalidUtf8_IsAFault() => Assert.Equal("it is not in UTF-8.", Reader("int").Read(null, [0xff]).Fault);

    private static RowReader Reader(string type) => new(new TopicTableSource("t", [new("id", "bigint", true), new("v", type, true)], "id"));
}
