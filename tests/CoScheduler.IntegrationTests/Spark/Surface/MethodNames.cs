using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace CoScheduler.IntegrationTests.Spark.Surface;

/// <summary>Methods as text with the types of their parameters, alike whether they are had by reflection or read off the code that calls them.</summary>
internal sealed class MethodNames : ISignatureTypeProvider<string, object?>
{
    private static readonly MethodNames s_names = new();

    public static string Of(MethodBase method) => Text(Of(method.DeclaringType!), method.Name, method.GetParameters().Select(parameter => Of(parameter.ParameterType)));

    /// <summary>The methods of one namespace, and of those within it, that an assembly's code names.</summary>
    public static IReadOnlySet<string> CalledBy(Assembly assembly, string space)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var metadata = file.GetMetadataReader();
        return metadata.MemberReferences.Select(metadata.GetMemberReference)
            .Where(reference => reference.GetKind() == MemberReferenceKind.Method && reference.Parent.Kind == HandleKind.TypeReference)
            .Select(reference => Of(metadata, reference))
            .Where(name => name.StartsWith($"{space}.", StringComparison.Ordinal))
            .ToHashSet(StringComparer.Ordinal);
    }

    public string GetPrimitiveType(PrimitiveTypeCode typeCode) => $"System.{typeCode}";

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
    {
        var type = reader.GetTypeReference(handle);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? $"{GetTypeFromReference(reader, (TypeReferenceHandle)type.ResolutionScope, 0)}+{reader.GetString(type.Name)}"
            : $"{reader.GetString(type.Namespace)}.{reader.GetString(type.Name)}";
    }

    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => reader.GetString(reader.GetTypeDefinition(handle).Name);

    public string GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) => $"{genericType}<{string.Join(", ", typeArguments)}>";

    public string GetGenericMethodParameter(object? genericContext, int index) => $"!!{index}";

    public string GetGenericTypeParameter(object? genericContext, int index) => $"!{index}";

    public string GetSZArrayType(string elementType) => $"{elementType}[]";

    public string GetArrayType(string elementType, ArrayShape shape) => $"{elementType}[{new string(',', shape.Rank - 1)}]";

    public string GetByReferenceType(string elementType) => $"{elementType}&";

    public string GetPointerType(string elementType) => $"{elementType}*";

    public string GetPinnedType(string elementType) => elementType;

    public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => unmodifiedType;

    public string GetFunctionPointerType(MethodSignature<string> signature) => "function";

    private static string Of(MetadataReader metadata, MemberReference reference) => Text(
        s_names.GetTypeFromReference(metadata, (TypeReferenceHandle)reference.Parent, 0),
        metadata.GetString(reference.Name),
        reference.DecodeMethodSignature(s_names, genericContext: null).ParameterTypes);

    private static string Of(Type type) => type switch
    {
        _ when type.IsByRef => $"{Of(type.GetElementType()!)}&",
        _ when type.IsArray => $"{Of(type.GetElementType()!)}[]",
        _ when type.IsGenericMethodParameter => $"!!{type.GenericParameterPosition}",
        _ when type.IsConstructedGenericType => $"{type.GetGenericTypeDefinition().FullName}<{string.Join(", ", type.GetGenericArguments().Select(Of))}>",
        _ => type.FullName!,
    };

    private static string Text(string type, string name, IEnumerable<string> parameters) => $"{type}.{name}({string.Join(", ", parameters)})";
}
