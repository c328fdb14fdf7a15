namespace CoScheduler.Spark.Sql.Types;

/// <summary>The type of NULL alone.</summary>
public sealed record NullType : DataType
{
    /// <inheritdoc />
    public override string SimpleString => "void";
}

/// <summary>Booleans.</summary>
public sealed record BooleanType : DataType
{
    /// <inheritdoc />
    public override string SimpleString => "boolean";
}

/// <summary>Integers of 8 bits.</summary>
public sealed record ByteType : DataType
{
    /// <inheritdoc />
    public override string SimpleString => "tinyint";
}

/// <summary>Integers of 16 bits.</summary>
public sealed record ShortType : DataType
{
    /// <inheritdoc />
    public override string SimpleString => "smallint";
}

/// <summary>Integers of 32 bits.</summary>
public sealed record IntegerType : DataType
{
    /// <inheritdoc />
    public override string SimpleString => "int";
}

/// <summary>Integers of 64 bits.</summary>
public sealed record LongType : DataType
{
    /// <inheritdoc />
    public override string SimpleString => "bigint";
}

/// <summary>Floating point of 32 bits.</summary>
public sealed record FloatType : DataType
{
    /// <inheritdoc />
    public override string SimpleString => "float";
}

/// <summary>Floating point of 64 bits.</summary>
public sealed record DoubleType : DataType
{
    /// <inheritdoc />
    public override string SimpleString => "double";
}

/// <summary>Text.</summary>
public sealed record StringType : DataType
{
    /// <inheritdoc />
    public override string SimpleString => "string";
}

/// <summary>Bytes.</summary>
public sealed record BinaryType : DataType
{
    /// <inheritdoc />
    public override string SimpleString => "binary";
}

/// <summary>Days.</summary>
public sealed record DateType : DataType
{
    /// <inheritdoc />
    public override string SimpleString => "date";
}

/// <summary>Points in time, in microseconds.</summary>
public sealed record TimestampType : DataType
{
    /// <inheritdoc />
    public override string SimpleString => "timestamp";
}

/// <summary>Dates with a time of day and no time zone, in microseconds.</summary>
public sealed record TimestampNtzType : DataType
{
    /// <inheritdoc />
    public override string SimpleString => "timestamp_ntz";
}

/// <summary>Months, days and microseconds, each on its own.</summary>
public sealed record CalendarIntervalType : DataType
{
    /// <inheritdoc />
    public override string SimpleString => "interval";
}

/// <summary>Values that carry their own type.</summary>
public sealed record VariantType : DataType
{
    /// <inheritdoc />
    public override string SimpleString => "variant";
}
