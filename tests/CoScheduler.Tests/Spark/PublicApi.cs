using System.Reflection;
using System.Runtime.CompilerServices;

namespace CoScheduler.Tests.Spark;

/// <summary>The public surface of an assembly as text, a line a member, in an order that does not change.</summary>
internal static class PublicApi
{
    private const BindingFlags Members = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Text(Assembly assembly) => string.Join('\n', assembly.GetExportedTypes().SelectMany(Lines).Order(StringComparer.Ordinal)) + "\n";

    private static IEnumerable<string> Lines(Type type)
    {
        yield return $"{Name(type)} : {Kind(type)}{string.Concat(Bases(type).Select(name => $", {name}"))}";
        foreach (var member in type.GetMembers(Members).Where(IsSurface))
        {
            yield return $"{Name(type)}.{Line(member)}";
        }
    }

    // What the compiler adds to records says nothing that the record does not.
    private static bool IsSurface(MemberInfo member) => !member.IsDefined(typeof(CompilerGeneratedAttribute)) && member switch
    {
        MethodInfo method => IsVisible(method) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)),
        ConstructorInfo constructor => IsVisible(constructor),
        PropertyInfo property => property.GetAccessors(nonPublic: true).Any(IsVisible),
        FieldInfo field => (field.IsPublic || field.IsFamily) && !field.IsSpecialName,
        EventInfo => true,
        _ => false,
    };

    private static bool IsVisible(MethodBase method) => method.IsPublic || ((method.IsFamily || method.IsFamilyOrAssembly) && method.DeclaringType is { IsSealed: false });

    private static string Line(MemberInfo member) => member switch
    {
        MethodInfo method => $"{Static(method)}{method.Name}{Generic(method)}({Parameters(method)}) -> {Name(method.ReturnType)}",
        ConstructorInfo constructor => $"{Static(constructor)}new({Parameters(constructor)})",
        PropertyInfo property => $"{Static(property.GetAccessors(true)[0])}{property.Name}{Index(property)} {{{Accessors(property)} }} -> {Name(property.PropertyType)}",
        FieldInfo field => $"{(field.IsLiteral ? "const " : "")}{field.Name} -> {Name(field.FieldType)}{(field.IsLiteral ? $" = {field.GetRawConstantValue()}" : "")}",
        _ => member.ToString()!,
    };

    private static string Kind(Type type) =>
        type.IsEnum ? "enum" : type.IsInterface ? "interface" : type.IsValueType ? "struct"
        : type is { IsAbstract: true, IsSealed: true } ? "static class" : type.IsAbstract ? "abstract class" : type.IsSealed ? "sealed class" : "class";

    private static IEnumerable<string> Bases(Type type) =>
        type.BaseType is { } parent && parent != typeof(object) && !type.IsValueType ? [Name(parent)] : [];

    private static string Static(MethodBase method) => method.IsStatic ? "static " : method.IsAbstract ? "abstract " : "";

    private static string Generic(MethodInfo method) =>
        method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name))}>" : "";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter =>
        $"{(parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "")}{Name(parameter.ParameterType)} {parameter.Name}{Default(parameter)}"));

    private static string Default(ParameterInfo parameter) => parameter.HasDefaultValue ? $" = {parameter.RawDefaultValue ?? "default"}" : "";

    private static string Index(PropertyInfo property) =>
        property.GetIndexParameters() is { Length: > 0 } indexes ? $"[{string.Join(", ", indexes.Select(index => Name(index.ParameterType)))}]" : "";

    private static string Accessors(PropertyInfo property) => string.Concat(property.GetAccessors(true).Where(IsVisible).Select(accessor =>
        accessor.ReturnType == typeof(void)
            ? accessor.ReturnParameter.GetRequiredCustomModifiers().Length > 0 ? " init;" : " set;"
            : " get;"));

    private static string Name(Type type)
    {
        if (type.IsArray)
        {
            return $"{Name(type.GetElementType()!)}[]";
        }

        if (type.IsGenericParameter || type.IsByRef)
        {
            return type.Name;
        }

        var name = (type.FullName ?? $"{type.Namespace}.{type.Name}").Split('[')[0].Replace('+', '.');
        return type.IsGenericType ? $"{name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : name;
    }
}
