using System.Globalization;
using System.Text;
using System.Text.Json;

namespace CoScheduler.Spark.Sql.Types;

/// <summary>Types as Spark writes them in JSON, its exact form: DDL has neither the nulls of elements nor metadata (Spark's class DataType, method json).</summary>
internal static class TypeJson
{
    public static string Of(DataType type)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            Write(writer, type);
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    private static void Write(Utf8JsonWriter writer, DataType type)
    {
        switch (type)
        {
            case StructType @struct:
                Struct(writer, @struct);
                break;
            case ArrayType array:
                writer.WriteStartObject();
                writer.WriteString("type", "array");
                Part(writer, "elementType", array.ElementType);
                writer.WriteBoolean("containsNull", array.ContainsNull);
                writer.WriteEndObject();
                break;
            case MapType map:
                writer.WriteStartObject();
                writer.WriteString("type", "map");
                Part(writer, "keyType", map.KeyType);
                Part(writer, "valueType", map.ValueType);
                writer.WriteBoolean("valueContainsNull", map.ValueContainsNull);
                writer.WriteEndObject();
                break;
            default:
                writer.WriteStringValue(Name(type));
                break;
        }
    }

    private static void Struct(Utf8JsonWriter writer, StructType type)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "struct");
        writer.WriteStartArray("fields");
        foreach (var field in type.Fields)
        {
            writer.WriteStartObject();
            writer.WriteString("name", field.Name);
            Part(writer, "type", field.DataType);
            writer.WriteBoolean("nullable", field.IsNullable);
            writer.WritePropertyName("metadata");
            writer.WriteRawValue(field.Metadata ?? "{}");
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Part(Utf8JsonWriter writer, string name, DataType type)
    {
        writer.WritePropertyName(name);
        Write(writer, type);
    }

    private static string Name(DataType type) => type switch
    {
        ByteType => "byte",
        ShortType => "short",
        IntegerType => "integer",
        LongType => "long",
        DecimalType number => string.Create(CultureInfo.InvariantCulture, $"decimal({number.Precision},{number.Scale})"),
        _ => type.SimpleString,
    };
}
