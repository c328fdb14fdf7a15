namespace CoScheduler.Spark.Sql.Types;

/// <summary>A type of Spark SQL's.</summary>
public abstract record DataType
{
    private protected DataType()
    {
    }

    /// <summary>Spark's short name, for example <c>bigint</c>, <c>decimal(10,2)</c> or <c>array&lt;string&gt;</c>.</summary>
    public abstract string SimpleString { get; }

    /// <summary>The type as DDL writes it; it differs from <see cref="SimpleString"/> where names need quotes.</summary>
    public virtual string Ddl => SimpleString.ToUpperInvariant();

    /// <inheritdoc />
    public sealed override string ToString() => SimpleString;
}
