using Apache.Arrow;
using Apache.Arrow.Types;

namespace CoScheduler.Spark.LocalRows;

/// <summary>Collects the values of one column, or of one part of a nested column, in Arrow's layout.</summary>
internal abstract class CellColumn(CellPlace place, IArrowType type)
{
    private readonly ArrowBuffer.BitmapBuilder _valid = new();
    private int _length;
    private int _nulls;

    protected CellPlace Place => place;

    protected int Length => _length;

    public void Append(object? value)
    {
        if (value is null or DBNull)
        {
            AppendNull();
            return;
        }

        Write(value);
        _valid.Append(true);
        _length++;
    }

    /// <summary>Appends nothing where the parent is null too.</summary>
    public void Skip()
    {
        WriteNull();
        _valid.Append(false);
        _length++;
        _nulls++;
    }

    public ArrayData Build()
    {
        var (buffers, children) = Content();
        return new ArrayData(type, _length, _nulls, 0, [_nulls == 0 ? ArrowBuffer.Empty : _valid.Build(), .. buffers], children);
    }

    protected abstract void Write(object value);

    protected abstract void WriteNull();

    /// <summary>The buffers behind the one of nulls, and the parts.</summary>
    protected abstract (ArrowBuffer[] Buffers, ArrayData[] Children) Content();

    private void AppendNull()
    {
        if (!place.IsNullable)
        {
            throw new ArgumentException($"{place} is NOT NULL and was given a null, as value {_length} of it.");
        }

        Skip();
    }
}

/// <summary>Where in a row values are, for messages.</summary>
/// <param name="Path">The column, with a dot before each part.</param>
/// <param name="Type">Its type.</param>
/// <param name="IsNullable">Whether it may be null.</param>
internal sealed record CellPlace(string Path, Sql.Types.DataType Type, bool IsNullable)
{
    public CellPlace Part(string name, Sql.Types.DataType type, bool isNullable) => new($"{Path}.{name}", type, isNullable);

    public ArgumentException Refuse(object value, string? why = null, Exception? inner = null) =>
        new($"{this} cannot hold the {value.GetType().Name} {value}{(why is null ? "" : $": {why}")}.", inner);

    public override string ToString() => $"Column '{Path}' of type {Type.SimpleString}";
}
