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

    /// <summary>The type as Spark writes it in JSON, with the nulls of elements and the metadata of fields.</summary>
    public string Json => TypeJson.Of(this);

    /// <inheritdoc />
    public sealed override string ToString() => SimpleString;
}
