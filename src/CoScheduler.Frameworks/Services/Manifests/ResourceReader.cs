using CoScheduler.Pool;

namespace CoScheduler.Frameworks.Services.Manifests;

/// <summary>
/// Reads what a container requests. As in Kubernetes, what is not requested is taken from the limits, and memory without a
/// unit is in bytes; what neither names gets a small default, for nothing runs on nothing.
/// </summary>
internal sealed class ResourceReader(ManifestFaults faults)
{
    private static readonly (string Name, string Amount)[] Defaults = [("cpu", "100m"), ("memory", "128Mi")];

    public ResourceVector Read(ManifestObject container)
    {
        var resources = container.Object("resources", FieldRules.Resources);
        var amounts = resources?.Map("limits") ?? [];
        var place = resources?.Start ?? container.Start;
        var path = container.PathOf("resources.requests");
        foreach (var (name, amount) in resources?.Map("requests") ?? [])
        {
            amounts[name] = amount;
        }

        if (amounts.Remove("ephemeral-storage"))
        {
            faults.Warn(place, path, "ignored", "ephemeral-storage is ignored here.");
        }

        foreach (var (name, amount) in Defaults.Where(missing => amounts.TryAdd(missing.Name, missing.Amount)))
        {
            faults.Warn(place, path, "defaulted", $"{path} names no {name}; {amount} is taken.");
        }

        List<string> parts = [];
        foreach (var (name, amount) in amounts)
        {
            var part = $"{name}:{WithUnit(name, amount)}";
            if (ResourceVector.TryParse(part, out _, out var error))
            {
                parts.Add(part);
            }
            else
            {
                faults.Error(place, $"{path}.{name}", "invalid", error ?? $"'{amount}' is no amount of {name}.");
            }
        }

        return ResourceVector.TryParse(string.Join(',', parts), out var vector, out _) ? vector : ResourceVector.Empty;
    }

    private static string WithUnit(string name, string amount) =>
        name == "memory" && amount.Length > 0 && amount.All(char.IsAsciiDigit) ? amount + "B" : amount;
}
