using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using CoScheduler.Spark.Sql.Types;

namespace CoScheduler.Spark.Mapping;

/// <summary>The properties of a type, as columns.</summary>
internal sealed class ObjectShape
{
    public const DynamicallyAccessedMemberTypes Members = DynamicallyAccessedMemberTypes.PublicProperties;
    private static readonly ConcurrentDictionary<Type, ObjectShape> s_known = new();
    private readonly ImmutableArray<PropertyInfo> _properties;
    private readonly Type _type;
    private Tuple<StructType, PropertyInfo[]>? _last;

    private ObjectShape(Type type, ImmutableArray<PropertyInfo> properties)
    {
        _type = type;
        _properties = properties;
    }

    public ImmutableArray<PropertyInfo> Properties => _properties;

    public static ObjectShape Of([DynamicallyAccessedMembers(Members)] Type type)
    {
        if (s_known.TryGetValue(type, out var known))
        {
            return known;
        }

        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanRead && property.GetIndexParameters().Length == 0)
            .ToImmutableArray();
        return properties.IsEmpty
            ? throw new ArgumentException($"{type} has no public properties to make columns of; in a trimmed program, say that they are kept.")
            : s_known.GetOrAdd(type, new ObjectShape(type, properties));
    }

    /// <summary>An object's values, in the order of columns that are named as its properties are.</summary>
    public IReadOnlyList<object?> Values(object value, StructType columns)
    {
        var order = Order(columns);
        var values = new object?[order.Length];
        for (var index = 0; index < order.Length; index++)
        {
            values[index] = order[index].GetValue(value);
        }

        return values;
    }

    private PropertyInfo[] Order(StructType columns)
    {
        if (_last is { } last && ReferenceEquals(last.Item1, columns))
        {
            return last.Item2;
        }

        PropertyInfo[] order = [.. columns.Fields.Select(field => Property(field.Name))];
        _last = Tuple.Create(columns, order);
        return order;
    }

    private PropertyInfo Property(string column) =>
        _properties.FirstOrDefault(property => property.Name == column)
        ?? _properties.FirstOrDefault(property => ColumnNames.Match(property.Name, column))
        ?? throw new ArgumentException(
            $"{_type} has no property for the column '{column}'; it has: {string.Join(", ", _properties.Select(property => property.Name))}.");
}
