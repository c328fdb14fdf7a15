using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using CoScheduler.Spark.Sql;
using CoScheduler.Spark.Sql.Types;

namespace CoScheduler.Spark.Mapping;

/// <summary>Makes objects of one type from rows of the same columns: by a constructor whose parameters are columns, then by properties that can be set.</summary>
internal sealed class ObjectMaker
{
    private static readonly ConcurrentDictionary<Type, ObjectMaker> s_last = new();
    private readonly StructType _columns;
    private readonly ConstructorInfo? _constructor;
    // Reflection that makes a struct without a constructor needs all of them kept; its default value in an array of one needs none.
    private readonly Array? _blank;
    private readonly Argument[] _arguments;
    private readonly (PropertyInfo Property, int Column)[] _properties;

    private ObjectMaker([DynamicallyAccessedMembers(ValueConversion.Members)] Type type, StructType columns)
    {
        _columns = columns;
        (_constructor, _arguments) = Constructor(type, columns);
        _blank = _constructor is null ? Blank(type) : null;
        _properties = [.. Properties(type, columns, [.. _arguments.Select(argument => argument.Column)])];
    }

    public static object Make([DynamicallyAccessedMembers(ValueConversion.Members)] Type type, Row row)
    {
        if (!s_last.TryGetValue(type, out var maker) || !ReferenceEquals(maker._columns, row.Schema))
        {
            maker = new ObjectMaker(type, row.Schema);
            s_last[type] = maker;
        }

        return maker.Make(row);
    }

    private object Make(Row row)
    {
        var arguments = Array.ConvertAll(_arguments, argument => argument.Column < 0 ? argument.Default : Value(row, argument.Column, argument.Type));
        var made = _constructor?.Invoke(BindingFlags.DoNotWrapExceptions, null, arguments, null) ?? _blank!.GetValue(0)!;
        foreach (var (property, column) in _properties)
        {
            property.SetValue(made, Value(row, column, property.PropertyType));
        }

        return made;
    }

    [UnconditionalSuppressMessage("Trimming", "IL2067", Justification = "A nested type without constructors or properties is refused with words that say so.")]
    private object? Value(Row row, int column, Type type)
    {
        var field = _columns.Fields[column];
        return ValueConversion.To(type, row.Get(column), field.Name, field.DataType);
    }

    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Only of structs with no constructor of their own; where the array is missing, the runtime says which.")]
    private static Array Blank(Type type) => Array.CreateInstance(type, 1);

    /// <summary>The constructor with the most parameters that all have a column or a default.</summary>
    private static (ConstructorInfo?, Argument[]) Constructor([DynamicallyAccessedMembers(ValueConversion.Members)] Type type, StructType columns)
    {
        var byPosition = type.IsAssignableTo(typeof(ITuple));
        foreach (var constructor in type.GetConstructors().OrderByDescending(one => one.GetParameters().Length))
        {
            var arguments = constructor.GetParameters().Select(parameter => Argument.Of(parameter, columns, byPosition)).ToArray();
            if (Array.TrueForAll(arguments, argument => argument.Column >= 0 || argument.HasDefault))
            {
                return (constructor, arguments);
            }
        }

        return type.IsValueType
            ? (null, [])
            : throw new ArgumentException(
                $"{type} has no public constructor whose parameters are all columns; the columns are: {string.Join(", ", columns.Fields.Select(field => field.Name))}.");
    }

    private static IEnumerable<(PropertyInfo, int)> Properties(
        [DynamicallyAccessedMembers(ValueConversion.Members)] Type type, StructType columns, HashSet<int> taken)
    {
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(one => one.SetMethod is { IsPublic: true }))
        {
            var column = Find(columns, property.Name);
            if (column >= 0 && !taken.Contains(column))
            {
                yield return (property, column);
            }
            else if (column < 0 && property.IsDefined(typeof(RequiredMemberAttribute)))
            {
                throw new ArgumentException($"{type} requires {property.Name}, which no column is named as.");
            }
        }
    }

    private static int Find(StructType columns, string name)
    {
        var exact = IndexOf(columns, field => field.Name == name);
        return exact >= 0 ? exact : IndexOf(columns, field => ColumnNames.Match(name, field.Name));
    }

    private static int IndexOf(StructType columns, Func<StructField, bool> isIt)
    {
        for (var index = 0; index < columns.Fields.Length; index++)
        {
            if (isIt(columns.Fields[index]))
            {
                return index;
            }
        }

        return -1;
    }

    private sealed record Argument(Type Type, int Column, bool HasDefault, object? Default)
    {
        public static Argument Of(ParameterInfo parameter, StructType columns, bool byPosition)
        {
            var column = !byPosition ? Find(columns, parameter.Name ?? "") : parameter.Position < columns.Fields.Length ? parameter.Position : -1;
            return new Argument(parameter.ParameterType, column, parameter.HasDefaultValue, parameter.HasDefaultValue ? parameter.DefaultValue : null);
        }
    }
}
