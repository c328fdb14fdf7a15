using System.Text;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace CoScheduler.Spark.LocalRows;

/// <summary>Values of one width.</summary>
internal sealed class FixedColumn<T>(CellPlace place, IArrowType type, Func<object, CellPlace, T> convert) : CellColumn(place, type)
    where T : unmanaged
{
    private readonly ArrowBuffer.Builder<T> _values = new();

    protected override void Write(object value) => _values.Append(convert(value, Place));

    protected override void WriteNull() => _values.Append(default(T));

    protected override (ArrowBuffer[] Buffers, ArrayData[] Children) Content() => ([_values.Build()], []);
}

/// <summary>Booleans, a bit each.</summary>
internal sealed class BooleanColumn(CellPlace place) : CellColumn(place, BooleanType.Default)
{
    private readonly ArrowBuffer.BitmapBuilder _values = new();

    protected override void Write(object value) => _values.Append(value as bool? ?? throw Place.Refuse(value));

    protected override void WriteNull() => _values.Append(false);

    protected override (ArrowBuffer[] Buffers, ArrayData[] Children) Content() => ([_values.Build()], []);
}

/// <summary>Text or bytes.</summary>
internal sealed class BytesColumn(CellPlace place, IArrowType type, Func<object, CellPlace, ReadOnlyMemory<byte>> convert) : CellColumn(place, type)
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly ArrowBuffer.Builder<int> _ends = new ArrowBuffer.Builder<int>().Append(0);
    private readonly ArrowBuffer.Builder<byte> _bytes = new();

    public static ReadOnlyMemory<byte> Utf8(object value, CellPlace place)
    {
        var text = value switch
        {
            string whole => whole,
            char one => one.ToString(),
            Enum name => name.ToString(),
            _ => throw place.Refuse(value),
        };
        try
        {
            return s_utf8.GetBytes(text);
        }
        catch (EncoderFallbackException error)
        {
            throw place.Refuse(value, "half of a surrogate pair is no text", error);
        }
    }

    public static ReadOnlyMemory<byte> Binary(object value, CellPlace place) => value switch
    {
        byte[] bytes => bytes,
        ReadOnlyMemory<byte> bytes => bytes,
        Memory<byte> bytes => bytes,
        _ => throw place.Refuse(value),
    };

    protected override void Write(object value)
    {
        _bytes.Append(convert(value, Place).Span);
        _ends.Append(_bytes.Length);
    }

    protected override void WriteNull() => _ends.Append(_bytes.Length);

    protected override (ArrowBuffer[] Buffers, ArrayData[] Children) Content() => ([_ends.Build(), _bytes.Build()], []);
}

/// <summary>Nothing but nulls, which Arrow keeps no buffer for.</summary>
internal sealed class NullColumn(CellPlace place) : CellColumn(place, NullType.Default)
{
    public ArrayData BuildNulls() => new(NullType.Default, Length, Length, 0, [], null);

    protected override void Write(object value) => throw Place.Refuse(value);

    protected override void WriteNull()
    {
    }

    protected override (ArrowBuffer[] Buffers, ArrayData[] Children) Content() => ([], []);
}
