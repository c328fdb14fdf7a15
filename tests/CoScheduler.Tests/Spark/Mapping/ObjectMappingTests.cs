using System.Collections.Immutable;
using CoScheduler.Spark.LocalRows;
using CoScheduler.Spark.Mapping;
using CoScheduler.Spark.Results;
using CoScheduler.Spark.Sql;
using CoScheduler.Spark.Sql.Types;
using Xunit;

namespace CoScheduler.Tests.Spark.Mapping;

/// <summary>Objects become rows and rows become objects.</summary>
public sealed class ObjectMappingTests
{
    private static readonly StructType s_columns = new([new StructField("customer_id", new IntegerType()), new StructField("name", new StringType())]);

    private enum Colour
    {
        Red,
        Green,
    }

    [Fact]
    public void Columns_OfARecord_AreItsProperties() => Assert.Equal(
        "`Id` BIGINT NOT NULL, `Price` DECIMAL(38,18), `Colour` STRING NOT NULL, `Tags` ARRAY<STRING>, `Places` MAP<STRING, STRUCT<`Lat`: DOUBLE NOT NULL>>, `At` TIMESTAMP NOT NULL",
        ObjectTypes.Columns(typeof(Order)).ToDdl());

    [Fact]
    public void Records_ThereAndBack_AreEqual()
    {
        Order[] orders =
        [
            new(1, 9.5m, Colour.Green, ["a", "b"], new Dictionary<string, Place> { ["home"] = new(48.2) }, DateTimeOffset.UnixEpoch),
            new(2, null, Colour.Red, [], [], DateTimeOffset.UnixEpoch.AddDays(1)),
        ];
        var columns = ObjectTypes.Columns(typeof(Order));
        using var batch = Assert.Single(RowBatches.Of(orders, columns));
        Assert.Equivalent(orders, new ArrowRowReader(columns).Read(batch).Select(row => row.As<Order>()), strict: true);
    }

    [Fact]
    public void As_ClassWithProperties_IsSetByNamesWithoutCaseAndUnderscores()
    {
        var customer = new Row([7, "Ada"], s_columns).As<Customer>();
        Assert.Equal((7L, "Ada", "none"), (customer.CustomerId, customer.Name, customer.Note));
    }

    [Fact]
    public void As_Tuple_TakesColumnsByPosition() => Assert.Equal((7, "Ada"), new Row([7, "Ada"], s_columns).As<(int, string)>());

    [Fact]
    public void As_PlainValueOfTheOnlyColumn_IsTheValue()
    {
        var columns = new StructType([new StructField("list", new ArrayType(new IntegerType()))]);
        var row = new Row([new object?[] { 1, 2 }], columns);
        Assert.Equal([1, 2], row.As<int[]>());
        Assert.Equal([1L, 2L], row.GetAs<List<long>>(0));
        Assert.Equal([1, 2], row.GetAs<IReadOnlyList<int?>>("list"));
    }

    [Fact]
    public void As_NullWhereTheTypeHasNone_NamesTheColumn()
    {
        var error = Assert.Throws<InvalidCastException>(() => new Row([null, "Ada"], s_columns).As<Customer>());
        Assert.Contains("'customer_id'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void As_ConstructorWithoutColumns_NamesWhatThereIs()
    {
        var error = Assert.Throws<ArgumentException>(() => new Row([7, "Ada"], s_columns).As<Place>());
        Assert.Contains("customer_id, name", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void As_RequiredPropertyWithoutColumn_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new Row([7, "Ada"], s_columns).As<Demanding>());

    [Fact]
    public void Columns_OfATypeThatContainsItself_AreRefused() => Assert.Throws<ArgumentException>(() => ObjectTypes.Columns(typeof(Node)));

    [Fact]
    public void Columns_OfPlainValues_AreOneColumn()
    {
        Assert.Equal("`_1` INT NOT NULL", ObjectTypes.Columns(typeof(int)).ToDdl());
        Assert.Equal("`_1` DOUBLE", ObjectTypes.Columns(typeof(double?)).ToDdl());
        Assert.Equal("`_1` ARRAY<INT>", ObjectTypes.Columns(typeof(ImmutableArray<int>?)).ToDdl());
    }

    [Fact]
    public void Json_OfTypes_IsSparks() => Assert.Equal(
        """{"type":"struct","fields":[{"name":"a","type":{"type":"array","elementType":"integer","containsNull":false},"nullable":false,"metadata":{"k":1}},{"name":"m","type":{"type":"map","keyType":"string","valueType":"decimal(10,2)","valueContainsNull":true},"nullable":true,"metadata":{}}]}""",
        new StructType(
        [
            new StructField("a", new ArrayType(new IntegerType(), containsNull: false), isNullable: false, """{"k":1}"""),
            new StructField("m", new MapType(new StringType(), new DecimalType(10, 2))),
        ]).Json);

    private sealed record Place(double Lat);

    private sealed record Order(long Id, decimal? Price, Colour Colour, string[] Tags, Dictionary<string, Place> Places, DateTimeOffset At);

    private sealed class Customer
    {
        public long CustomerId { get; set; }

        public required string Name { get; init; }

        public string Note { get; set; } = "none";
    }

    private sealed class Demanding
    {
        public required string Address { get; init; }
    }

    private sealed class Node
    {
        public Node? Next { get; init; }
    }
}
