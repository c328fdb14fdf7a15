using System.Text.RegularExpressions;
using CoScheduler.Pool;
using YamlDotNet.RepresentationModel;

namespace CoScheduler.Frameworks.Services.Manifests;

/// <summary>Reads one document: a Deployment of <c>apps/v1</c> or a Pod of <c>v1</c>.</summary>
internal sealed partial class ServiceReader(ManifestFaults faults, RoleName defaultRole, Predicate<RoleName> roleExists)
{
    private const string RoleLabel = "coscheduler.io/role";

    public ServiceSpec? Read(YamlNode root)
    {
        if (ManifestObject.Read(root, "", FieldRules.Document, faults) is not { } document)
        {
            return null;
        }

        var kind = document.Text("kind", required: true);
        var version = document.Text("apiVersion", required: true);
        switch (kind)
        {
            case null:
                return null;
            case "Deployment":
                Expect(document, version, "apps/v1");
                return ReadDeployment(document);
            case "Pod":
                Expect(document, version, "v1");
                return ReadPod(document);
            default:
                document.Error("kind", "unsupported", $"A {kind} is not supported here; write a Deployment or a Pod.");
                return null;
        }
    }

    private static void Expect(ManifestObject document, string? version, string expected)
    {
        if (version is not null && version != expected)
        {
            document.Error("apiVersion", "invalid", $"apiVersion is '{version}'; it must be {expected}.");
        }
    }

    private ServiceSpec? ReadDeployment(ManifestObject document)
    {
        var metadata = document.Object("metadata", FieldRules.Metadata, required: true);
        var name = Name(metadata);
        var spec = document.Object("spec", FieldRules.Deployment, required: true);
        var replicas = spec?.Number("replicas", 0, ServiceManifest.MostReplicas) ?? 1;
        var template = spec?.Object("template", FieldRules.Template, required: true);
        var labels = template?.Object("metadata", FieldRules.Metadata);
        CheckSelector(spec, labels);
        var pod = template?.Object("spec", FieldRules.Pod, required: true);
        return Build(name, replicas, pod, Role(document, metadata, labels));
    }

    private ServiceSpec? ReadPod(ManifestObject document)
    {
        var metadata = document.Object("metadata", FieldRules.Metadata, required: true);
        var name = Name(metadata);
        return Build(name, 1, document.Object("spec", FieldRules.Pod, required: true), Role(document, metadata, null));
    }

    private ServiceSpec? Build(string? name, int replicas, ManifestObject? pod, RoleName role)
    {
        var template = pod is null ? null : new PodReader(faults, pod, role, replicas).Read();
        return name is null || template is null ? null : new ServiceSpec(name, replicas, template);
    }

    private static string? Name(ManifestObject? metadata)
    {
        if (metadata?.Text("name", required: true) is not { } name)
        {
            return null;
        }

        if (name.Length <= 63 && NamePattern().IsMatch(name))
        {
            return name;
        }

        metadata.Error("name", "invalid", $"metadata.name is '{name}'; use lower-case letters, digits and '-', at most 63, a letter or digit first and last.");
        return null;
    }

    /// <summary>Labels can't hold the <c>/</c> of a role's path in Kubernetes, annotations can: either says it.</summary>
    private RoleName Role(ManifestObject document, ManifestObject? metadata, ManifestObject? template)
    {
        var named = Named(metadata, "labels") ?? Named(metadata, "annotations") ?? Named(template, "labels") ?? Named(template, "annotations");
        var (role, owner, field) = named ?? (defaultRole, document, "metadata");
        if (!roleExists(role))
        {
            var what = named is null ? $"the default role {role} does not exist: say which with the label {RoleLabel}" : $"there is no role {role}";
            owner.Error(field, "unknown_role", $"{char.ToUpperInvariant(what[0])}{what[1..]}; 'role list' shows them all.");
        }

        return role;
    }

    private static (RoleName Role, ManifestObject Owner, string Field)? Named(ManifestObject? metadata, string field) =>
        metadata?.Map(field).GetValueOrDefault(RoleLabel) is { } role ? (new RoleName(role), metadata, field) : null;

    private static void CheckSelector(ManifestObject? spec, ManifestObject? templateMetadata)
    {
        var wanted = spec?.Object("selector", FieldRules.Selector)?.Map("matchLabels");
        if (wanted is null || templateMetadata is null)
        {
            return;
        }

        var labels = templateMetadata.Map("labels");
        foreach (var (label, value) in wanted.Where(pair => labels.GetValueOrDefault(pair.Key) != pair.Value))
        {
            spec!.Error("selector", "invalid", $"spec.selector wants the label {label}={value}, which spec.template.metadata.labels doesn't have.");
        }
    }

    [GeneratedRegex("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$", RegexOptions.NonBacktracking)]
    private static partial Regex NamePattern();
}
