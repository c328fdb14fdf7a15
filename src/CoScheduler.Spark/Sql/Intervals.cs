namespace CoScheduler.Spark.Sql;

/// <summary>A value of a year-month interval.</summary>
/// <param name="Months">All its months, years included.</param>
public readonly record struct YearMonthInterval(int Months);

/// <summary>A value of a calendar interval: three parts that Spark never converts into one another.</summary>
/// <param name="Months">Months, years included.</param>
/// <param name="Days">Days, weeks included.</param>
/// <param name="Microseconds">The rest.</param>
public readonly record struct CalendarInterval(int Months, int Days, long Microseconds);

/// <summary>A value of a variant, in the binary form that Spark and Parquet share.</summary>
/// <param name="Value">The value.</param>
/// <param name="Metadata">The dictionary of its field names.</param>
public sealed record VariantValue(ReadOnlyMemory<byte> Value, ReadOnlyMemory<byte> Metadata);
