using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using CoScheduler.Spark.Sql.Types;

namespace CoScheduler.Spark.Mapping;

/// <summary>Which of Spark's types .NET's types have.</summary>
internal static class ObjectTypes
{
    /// <summary>What the one column of plain values is called, as Spark calls it.</summary>
    public const string OnlyColumn = "_1";

    /// <summary>Whether values of a type are rows of several columns.</summary>
    public static bool HasColumns(Type declared)
    {
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        return ScalarTypes.Of(type) is null && ElementOf(type) is null && EntryOf(type) is null;
    }

    public static StructType Columns([DynamicallyAccessedMembers(ObjectShape.Members)] Type type) => HasColumns(type)
        ? Struct(type, [])
        : new StructType([new StructField(OnlyColumn, Of(type, []), IsNullable(type))]);

    /// <summary>The type of a sequence's elements; null if the type is no sequence.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "The interface of a sequence is kept wherever the sequence is enumerated.")]
    public static Type? ElementOf(Type type) =>
        type == typeof(string) || EntryOf(type) is not null ? null
        : type.IsArray ? type.GetElementType()
        : Generic(type, typeof(IEnumerable<>))?.GetGenericArguments()[0];

    /// <summary>The types of a map's keys and values; null if the type is no map.</summary>
    public static (Type Key, Type Value)? EntryOf(Type type) =>
        (Generic(type, typeof(IDictionary<,>)) ?? Generic(type, typeof(IReadOnlyDictionary<,>)))?.GetGenericArguments() is [var key, var value] ? (key, value) : null;

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "The interfaces of collections are kept wherever they are used.")]
    private static Type? Generic(Type type, Type definition) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == definition
            ? type
            : Array.Find(type.GetInterfaces(), one => one.IsGenericType && one.GetGenericTypeDefinition() == definition);

    private static bool IsNullable(Type type) => !type.IsValueType || Nullable.GetUnderlyingType(type) is not null;

    [UnconditionalSuppressMessage("Trimming", "IL2067", Justification = "A nested type without its properties is refused with words that say so.")]
    private static DataType Of(Type declared, ImmutableStack<Type> around)
    {
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        if (ScalarTypes.Of(type) is { } scalar)
        {
            return scalar;
        }

        if (EntryOf(type) is { } entry)
        {
            return new MapType(Of(entry.Key, around), Of(entry.Value, around), IsNullable(entry.Value));
        }

        return ElementOf(type) is { } element ? new ArrayType(Of(element, around), IsNullable(element)) : Struct(type, around);
    }

    private static StructType Struct([DynamicallyAccessedMembers(ObjectShape.Members)] Type type, ImmutableStack<Type> around)
    {
        if (around.Contains(type))
        {
            throw new ArgumentException($"{type} contains itself, which no type of Spark's can.");
        }

        if (type == typeof(object) || type.IsAssignableTo(typeof(IEnumerable)))
        {
            throw new ArgumentException($"Spark has no type for {type}; give the columns' types in a StructType.");
        }

        var inside = around.Push(type);
        return new StructType(ObjectShape.Of(type).Properties.Select(property =>
            new StructField(property.Name, Of(property.PropertyType, inside), IsNullable(property.PropertyType))));
    }
}
