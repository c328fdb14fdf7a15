using System.Globalization;
using System.Text.Json;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace CoScheduler.Embedded.DuckDb;

/// <summary>Writes one value of a column as JSON by contract.md section 3's rules.</summary>
internal static class JsonValues
{
    private const long TicksPerMicrosecond = TimeSpan.TicksPerMicrosecond;

    public static void Write(Utf8JsonWriter json, IArrowArray column, int row)
    {
        if (column is NullArray || column.IsNull(row))
        {
            json.WriteNullValue();
            return;
        }

        switch (column)
        {
            case BooleanArray a: json.WriteBooleanValue(a.GetValue(row)!.Value); break;
            case Int8Array a: json.WriteNumberValue(a.Values[row]); break;
            case Int16Array a: json.WriteNumberValue(a.Values[row]); break;
            case Int32Array a: json.WriteNumberValue(a.Values[row]); break;
            case UInt8Array a: json.WriteNumberValue(a.Values[row]); break;
            case UInt16Array a: json.WriteNumberValue(a.Values[row]); break;
            case Int64Array a: WriteText(json, a.Values[row]); break;
            case UInt32Array a: WriteText(json, a.Values[row]); break;
            case UInt64Array a: WriteText(json, a.Values[row]); break;
            case FloatArray a: WriteFloat(json, a.Values[row]); break;
            case DoubleArray a: WriteDouble(json, a.Values[row]); break;
            case Decimal128Array a: json.WriteStringValue(DecimalText(a, row)); break;
            case Date32Array a: json.WriteStringValue(a.GetDateOnly(row)!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)); break;
            case TimestampArray a: json.WriteStringValue(TimestampText(a, row)); break;
            case StringArray a: json.WriteStringValue(a.GetBytes(row)); break;
            case BinaryArray a: json.WriteBase64StringValue(a.GetBytes(row)); break;
            case ListArray a: WriteList(json, a, row); break;
            case StructArray a: WriteStruct(json, a, row); break;
            default: throw new NotSupportedException($"Values of type {column.Data.DataType.Name} have no JSON form; cast them in the body.");
        }
    }

    private static void WriteText(Utf8JsonWriter json, IFormattable value)
    {
        json.WriteStringValue(value.ToString(null, CultureInfo.InvariantCulture));
    }

    private static void WriteFloat(Utf8JsonWriter json, float value)
    {
        if (float.IsFinite(value))
        {
            json.WriteNumberValue(value);
        }
        else
        {
            WriteNotFinite(json, value);
        }
    }

    private static void WriteDouble(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumberValue(value);
        }
        else
        {
            WriteNotFinite(json, value);
        }
    }

    private static void WriteNotFinite(Utf8JsonWriter json, double value) =>
        json.WriteStringValue(double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");

    // By hand: a decimal of 38 digits is more than System.Decimal holds, and the scale's zeros must stay.
    private static string DecimalText(Decimal128Array array, int row)
    {
        var type = (Decimal128Type)array.Data.DataType;
        var value = BitConverter.ToInt128(array.ValueBuffer.Span.Slice((array.Offset + row) * 16, 16));
        var digits = Int128.Abs(value).ToString(CultureInfo.InvariantCulture).PadLeft(type.Scale + 1, '0');
        var text = type.Scale == 0 ? digits : $"{digits[..^type.Scale]}.{digits[^type.Scale..]}";
        return Int128.IsNegative(value) ? "-" + text : text;
    }

    private static string TimestampText(TimestampArray array, int row)
    {
        var type = (TimestampType)array.Data.DataType;
        var value = array.Values[row];
        var ticks = type.Unit switch
        {
            TimeUnit.Second => checked(value * TimeSpan.TicksPerSecond),
            TimeUnit.Millisecond => checked(value * TimeSpan.TicksPerMillisecond),
            TimeUnit.Microsecond => checked(value * TicksPerMicrosecond),
            TimeUnit.Nanosecond => value / TimeSpan.NanosecondsPerTick,
            _ => throw new NotSupportedException($"Timestamps in {type.Unit} are not known."),
        };
        var text = DateTime.UnixEpoch.AddTicks(ticks).ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);
        return string.IsNullOrEmpty(type.Timezone) ? text : text + "Z";
    }

    private static void WriteList(Utf8JsonWriter json, ListArray array, int row)
    {
        json.WriteStartArray();
        var start = array.ValueOffsets[row];
        for (var i = 0; i < array.GetValueLength(row); i++)
        {
            Write(json, array.Values, start + i);
        }

        json.WriteEndArray();
    }

    private static void WriteStruct(Utf8JsonWriter json, StructArray array, int row)
    {
        var fields = ((StructType)array.Data.DataType).Fields;
        json.WriteStartObject();
        for (var i = 0; i < fields.Count; i++)
        {
            json.WritePropertyName(fields[i].Name);
            Write(json, array.Fields[i], row);
        }

        json.WriteEndObject();
    }
}
