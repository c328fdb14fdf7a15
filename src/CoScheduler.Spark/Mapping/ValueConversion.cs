using System.Collections;
using System.Data.SqlTypes;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using CoScheduler.Spark.Sql;
using CoScheduler.Spark.Sql.Types;

namespace CoScheduler.Spark.Mapping;

/// <summary>Values of rows as other types of .NET's, only where nothing is lost.</summary>
internal static class ValueConversion
{
    public const DynamicallyAccessedMemberTypes Members = DynamicallyAccessedMemberTypes.PublicProperties | DynamicallyAccessedMemberTypes.PublicConstructors;

    public static object? To([DynamicallyAccessedMembers(Members)] Type declared, object? value, string column, DataType type)
    {
        var target = Nullable.GetUnderlyingType(declared) ?? declared;
        return value switch
        {
            null => IsNullable(declared) ? null : throw Refuse(declared, value, column, type),
            _ when target.IsInstanceOfType(value) => value,
            sbyte or short or int or long when IsWider(value, target) => Convert.ChangeType(value, target, CultureInfo.InvariantCulture),
            float number when target == typeof(double) => (double)number,
            SqlDecimal number when target == typeof(decimal) => number.Value,
            decimal number when target == typeof(SqlDecimal) => new SqlDecimal(number),
            string text when target.IsEnum && Enum.TryParse(target, text, ignoreCase: true, out var member) => member,
            string { Length: 1 } text when target == typeof(char) => text[0],
            DateTimeOffset moment when target == typeof(DateTime) => moment.UtcDateTime,
            byte[] bytes when target == typeof(ReadOnlyMemory<byte>) => new ReadOnlyMemory<byte>(bytes),
            IReadOnlyList<object?> list when ObjectTypes.ElementOf(target) is { } element => List(target, element, list, column, type),
            IReadOnlyDictionary<object, object?> map when ObjectTypes.EntryOf(target) is { } entry => Map(entry.Key, entry.Value, map, column, type),
            Row row when ObjectTypes.HasColumns(target) && !target.IsPrimitive => ObjectMaker.Make(target, row),
            _ => throw Refuse(declared, value, column, type),
        };
    }

    private static bool IsNullable(Type type) => !type.IsValueType || Nullable.GetUnderlyingType(type) is not null;

    private static bool IsWider(object value, Type target) =>
        target == typeof(short) || target == typeof(int) || target == typeof(long) || target == typeof(decimal)
        || target == typeof(byte) || target == typeof(ushort) || target == typeof(uint) || target == typeof(ulong)
        || (target == typeof(double) && value is not long);

    [UnconditionalSuppressMessage("Trimming", "IL2072", Justification = "Elements without constructors or properties are refused with words that say so.")]
    [UnconditionalSuppressMessage("Trimming", "IL2067", Justification = "Elements without constructors or properties are refused with words that say so.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Arrays of the element's type exist where the program names them; Row's page says to give lists as arrays.")]
    private static object List(Type target, Type element, IReadOnlyList<object?> values, string column, DataType type)
    {
        var part = type is ArrayType array ? array.ElementType : type;
        var made = target.IsArray ? Array.CreateInstanceFromArrayType(target, values.Count) : Array.CreateInstance(element, values.Count);
        for (var index = 0; index < values.Count; index++)
        {
            made.SetValue(To(element, values[index], column, part), index);
        }

        if (target.IsInstanceOfType(made))
        {
            return made;
        }

        return Activator.CreateInstance(target, made) ?? throw Refuse(target, values, column, type);
    }

    [UnconditionalSuppressMessage("Trimming", "IL2067", Justification = "Entries without constructors or properties are refused with words that say so.")]
    [UnconditionalSuppressMessage("Trimming", "IL2072", Justification = "Dictionaries have a public constructor without parameters.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Dictionaries of the entry's types exist where the program names them.")]
    private static object Map(Type key, Type value, IReadOnlyDictionary<object, object?> entries, string column, DataType type)
    {
        var (keyType, valueType) = type is MapType map ? (map.KeyType, map.ValueType) : (type, type);
        var made = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(key, value))!;
        foreach (var entry in entries)
        {
            made.Add(To(key, entry.Key, column, keyType)!, To(value, entry.Value, column, valueType));
        }

        return made;
    }

    private static InvalidCastException Refuse(Type target, object? value, string column, DataType type) =>
        new($"Column '{column}' is {type.SimpleString}{(value is null ? " and null here" : "")}; it cannot be read as {target.Name}.");
}
