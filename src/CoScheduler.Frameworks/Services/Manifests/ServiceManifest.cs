using System.Collections.Immutable;
using CoScheduler.Pool;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace CoScheduler.Frameworks.Services;

/// <summary>
/// Reads services from Kubernetes manifests in YAML or JSON: Deployments, and Pods as services of one replica. One text may
/// hold several. All errors are found at once.
/// </summary>
public static class ServiceManifest
{
    /// <summary>How long a manifest may be, in characters.</summary>
    public const int LongestText = 1024 * 1024;

    /// <summary>How many replicas a service may have.</summary>
    public const int MostReplicas = 10_000;

    /// <summary>Reads a manifest.</summary>
    /// <param name="text">The manifest.</param>
    /// <param name="defaultRole">The role of services that name none.</param>
    /// <param name="roleExists">Whether there is such a role.</param>
    /// <returns>The services, if there is no error, and all there is to say.</returns>
    public static ManifestReading Read(string text, RoleName defaultRole, Predicate<RoleName> roleExists)
    {
        var faults = new Manifests.ManifestFaults();
        List<ServiceSpec> services = [];
        foreach (var document in Load(text, faults))
        {
            if (new Manifests.ServiceReader(faults, defaultRole, roleExists).Read(document.RootNode) is { } service)
            {
                Add(services, service, document.RootNode, faults);
            }
        }

        if (services.Count == 0 && faults.Errors.Count == 0)
        {
            faults.Error(new Mark(0, 1, 1), "", "required", "There is no Deployment and no Pod in it.");
        }

        return new ManifestReading(faults.Errors.Count == 0 ? [.. services] : [], [.. faults.Errors], [.. faults.Warnings]);
    }

    private static void Add(List<ServiceSpec> services, ServiceSpec service, YamlNode root, Manifests.ManifestFaults faults)
    {
        if (services.Any(other => other.Name == service.Name))
        {
            faults.Error(root.Start, "metadata.name", "invalid", $"Two services are named {service.Name}; give each a name of its own.");
        }

        services.Add(service);
    }

    private static IEnumerable<YamlDocument> Load(string text, Manifests.ManifestFaults faults)
    {
        if (text.Length > LongestText)
        {
            faults.Error(new Mark(0, 1, 1), "", "invalid", $"The manifest has {text.Length} characters; at most {LongestText} are read.");
            return [];
        }

        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents.Where(document => document.RootNode is not YamlScalarNode { Value: null or "" });
        }
        catch (YamlException exception)
        {
            faults.Error(exception.Start, "", "syntax", $"It is not YAML: {exception.Message}");
            return [];
        }
    }
}

/// <summary>What came of reading a manifest.</summary>
/// <param name="Services">The services; none if there is an error.</param>
/// <param name="Errors">Every error.</param>
/// <param name="Warnings">Every warning.</param>
public sealed record ManifestReading(ImmutableArray<ServiceSpec> Services, ImmutableArray<ManifestFault> Errors, ImmutableArray<ManifestFault> Warnings);
