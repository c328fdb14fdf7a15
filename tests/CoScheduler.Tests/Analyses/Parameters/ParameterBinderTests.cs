using System.Collections.Immutable;
using System.Text;
using CoScheduler.Analyses;
using Xunit;

namespace CoScheduler.Tests.Analyses;

public sealed class ParameterBinderTests
{
    private static readonly ImmutableArray<Parameter> Parameters =
    [
        new() { Name = "customer", Type = ParameterType.BigInt },
        new() { Name = "lat", Type = ParameterType.Double, Min = new(ParameterType.Double, -90d), Max = new(ParameterType.Double, 90d) },
        new() { Name = "name", Type = ParameterType.String, MaxLength = 5, Default = new(ParameterType.String, "Ada") },
        new() { Name = "price", Type = ParameterType.Decimal, Default = new(ParameterType.Decimal, 1.5m) },
        new() { Name = "open", Type = ParameterType.Boolean, Default = new(ParameterType.Boolean, true) },
        new() { Name = "level", Type = ParameterType.Int, Values = [new(ParameterType.Int, 1), new(ParameterType.Int, 2)], Default = new(ParameterType.Int, 1) },
        new() { Name = "day", Type = ParameterType.Date, Default = new(ParameterType.Date, new DateOnly(2026, 1, 31)) },
        new() { Name = "at", Type = ParameterType.Timestamp, Default = new(ParameterType.Timestamp, DateTimeOffset.UnixEpoch) },
    ];

    [Fact]
    public void Bind_NumbersAsStringsAndAsNumbers_GivesTheSameValues()
    {
        var asNumbers = Bind("""{"customer": 9007199254740993, "lat": 52.5, "price": 0.10, "level": 2}""");
        var asStrings = Bind("""{"customer": "9007199254740993", "lat": "52.5", "price": "0.10", "level": "2"}""");

        Assert.Empty(asNumbers.Errors);
        Assert.Empty(asStrings.Errors);
        Assert.Equal(9007199254740993, asNumbers.Values["customer"].Value);
        Assert.Equal(asNumbers.Values, asStrings.Values);
    }

    [Fact]
    public void Bind_WhatIsNotGiven_HasItsDefault()
    {
        var bound = Bind("""{"customer": 1, "lat": 0, "at": "2026-01-31T13:00:00+01:00"}""");

        Assert.Equal("Ada", bound.Values["name"].Value);
        Assert.Equal(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero), bound.Values["at"].Value);
        Assert.Equal(8, bound.Values.Count);
    }

    [Fact]
    public void Bind_ManyFaults_NamesEachWithItsPointer()
    {
        var bound = Bind("""{"lat": 91, "name": "Grace H", "price": "NaN", "open": "yes", "level": 3, "day": "31.1.2026", "at": "2026-01-31T12:00:00", "custommer": 1, "a/b~c": 1}""");

        Assert.Equal(
            [
                "/lat out_of_range", "/name too_long", "/price not_finite", "/open wrong_type", "/level not_allowed", "/day wrong_type", "/at wrong_type",
                "/custommer unknown", "/a~1b~0c unknown", "/customer missing",
            ],
            bound.Errors.Select(e => $"{e.Pointer} {e.Code}"));
        Assert.Contains("did you mean 'customer'?", bound.Errors.Single(e => e.Pointer == "/custommer").Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("9223372036854775808", "out_of_range")]
    [InlineData("1.5", "wrong_type")]
    [InlineData("\"1; DROP TABLE x\"", "wrong_type")]
    [InlineData("null", "wrong_type")]
    [InlineData("[1]", "wrong_type")]
    [InlineData("true", "wrong_type")]
    [InlineData("\"\"", "wrong_type")]
    public void Bind_NoBigInt_IsAFault(string json, string code) =>
        Assert.Equal([code], Bind($$"""{"customer": {{json}}, "lat": 0}""").Errors.Select(e => e.Code));

    [Theory]
    [InlineData("5.0")]
    [InlineData("5e0")]
    [InlineData("\"+5\"")]
    public void Bind_AnyFormOfAWholeNumber_IsTaken(string json) => Assert.Equal(5L, Bind($$"""{"customer": {{json}}, "lat": 0}""").Values["customer"].Value);

    [Theory]
    [InlineData("{", "invalid_json")]
    [InlineData("[]", "wrong_type")]
    [InlineData("\"x\"", "wrong_type")]
    [InlineData("{\"customer\": \"\\ud800\", \"lat\": 0}", "invalid_json")]
    public void Bind_NoObject_IsOneFault(string json, string code)
    {
        var error = Assert.Single(Bind(json).Errors);

        Assert.Equal((code, ""), (error.Code, error.Pointer));
    }

    [Fact]
    public void Bind_AKeyTwice_IsAFault() => Assert.Equal(["duplicate"], Bind("""{"customer": 1, "lat": 0, "lat": 1}""").Errors.Select(e => e.Code));

    [Fact]
    public void Bind_TooManyDigits_IsAFaultAndNotRounded() =>
        Assert.Equal(["out_of_range"], Bind("""{"customer": 1, "lat": 0, "price": 0.12345678901234567890123456789}""").Errors.Select(e => e.Code));

    [Fact]
    public void Bind_WhatWasWritten_GivesTheSameValues()
    {
        var values = Bind("""{"customer": 9007199254740993, "lat": 0.1, "price": 12.50, "at": "2026-01-31T12:00:00.123Z"}""").Values;

        var written = JsonBytes.WriteText(json => ParameterJson.Write(json, values));

        Assert.Equal(values, Bind(written).Values);
        Assert.Equal(
            """{"at":"2026-01-31T12:00:00.123Z","customer":"9007199254740993","day":"2026-01-31","lat":0.1,"level":1,"name":"Ada","open":true,"price":"12.50"}""",
            written);
    }

    [Fact]
    public void SchemaOf_Parameters_IsJsonSchema()
    {
        var analysis = CatalogueLoader.Parse("/a.yaml", "name: a\nparameters: {n: {type: int, min: 1, default: 2}, t: {type: date}}\nsql: SELECT :n, :t").Catalogue.Find("a")!;

        Assert.Equal(
            """{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","additionalProperties":false,"properties":{"n":"""
            + """{"type":["integer","string"],"minimum":1,"maximum":2147483647,"x-type":"int","default":2},"""
            + "\"t\":" + """{"type":"string","format":"date","x-type":"date"}},"required":["t"]}""",
            ParameterSchema.Of(analysis).ToJsonString());
    }

    private static BoundParameters Bind(string json) => ParameterBinder.Bind(Parameters, Encoding.UTF8.GetBytes(json));
}
