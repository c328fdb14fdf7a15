using CoScheduler.Spark.Connect;
using CoScheduler.Spark.Sql.Types;
using Xunit;
using Proto = CoScheduler.Spark.Protocol.DataType;

namespace CoScheduler.Tests.Spark;

public sealed class TypesTests
{
    [Fact]
    public void SimpleString_NestedTypes_IsSparks()
    {
        var type = new StructType(
        [
            new StructField("id", new LongType(), isNullable: false),
            new StructField("tags", new ArrayType(new StringType())),
            new StructField("by name", new MapType(new StringType(), new DecimalType(10, 2))),
            new StructField("span", new DayTimeIntervalType(DayTimeField.Day, DayTimeField.Second)),
        ]);
        Assert.Equal("struct<id:bigint,tags:array<string>,by name:map<string,decimal(10,2)>,span:interval day to second>", type.SimpleString);
        Assert.Equal("`id` BIGINT NOT NULL, `tags` ARRAY<STRING>, `by name` MAP<STRING, DECIMAL(10,2)>, `span` INTERVAL DAY TO SECOND", type.ToDdl());
    }

    [Fact]
    public void ToSpark_IntervalsWithOneUnit_EndWhereTheyBegin()
    {
        Assert.Equal("interval month", TypeConversion.ToSpark(new Proto { YearMonthInterval = new() { StartField = 1, EndField = 1 } }).SimpleString);
        Assert.Equal("interval hour", TypeConversion.ToSpark(new Proto { DayTimeInterval = new() { StartField = 1 } }).SimpleString);
        Assert.Equal("interval day to second", TypeConversion.ToSpark(new Proto { DayTimeInterval = new() }).SimpleString);
    }

    [Fact]
    public void FieldIndex_Names_AreFoundInAnyCaseUnlessSeveral()
    {
        var type = new StructType([new StructField("a", new LongType()), new StructField("B", new LongType()), new StructField("b", new LongType())]);
        Assert.Equal(0, type.FieldIndex("A"));
        Assert.Equal(2, type.FieldIndex("b"));
        Assert.Throws<ArgumentException>(() => type.FieldIndex("c"));
        Assert.Throws<ArgumentException>(() => new StructType([.. type.Fields, .. type.Fields]).FieldIndex("a"));
    }

    [Fact]
    public void Equals_SameParts_AreEqual()
    {
        static StructType Make() => new([new StructField("a", new ArrayType(new LongType()))]);
        Assert.Equal(Make(), Make());
        Assert.Equal(Make().GetHashCode(), Make().GetHashCode());
    }
}
