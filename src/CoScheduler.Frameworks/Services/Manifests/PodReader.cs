using System.Collections.Immutable;
using System.Text.RegularExpressions;
using CoScheduler.Pool;

namespace CoScheduler.Frameworks.Services.Manifests;

/// <summary>Reads what a pod runs: one container, by its command.</summary>
internal sealed partial class PodReader(ManifestFaults faults, ManifestObject pod, RoleName role, int replicas)
{
    private const int DefaultGraceSeconds = 30;
    private const int LongestGraceSeconds = 86_400;

    public ReplicaTemplate? Read()
    {
        var graceSeconds = pod.Number("terminationGracePeriodSeconds", 0, LongestGraceSeconds) ?? DefaultGraceSeconds;
        if (pod.Text("restartPolicy") is { } policy and not "Always")
        {
            pod.Error("restartPolicy", "unsupported", $"restartPolicy is '{policy}'; a service's replicas are always restarted: leave it out or write Always.");
        }

        var selector = pod.Map("nodeSelector");
        if (ReadContainer() is not { } container)
        {
            return null;
        }

        WarnOfImage(container);
        var command = ReadCommand(container);
        var resources = new ResourceReader(faults).Read(container);
        return new ReplicaTemplate
        {
            Role = role,
            Command = command,
            Environment = ReadEnvironment(container),
            Resources = resources,
            Ports = ReadPorts(container),
            GraceMilliseconds = graceSeconds * 1000L,
            WorkingDirectory = ReadDirectory(container),
            NodeSelector = selector.ToImmutableSortedDictionary(StringComparer.Ordinal),
        };
    }

    private ManifestObject? ReadContainer()
    {
        var containers = pod.List("containers");
        var path = pod.PathOf("containers");
        if (containers.Count == 0)
        {
            pod.Error("containers", "required", $"{path} must name one container.");
            return null;
        }

        if (containers.Count > 1)
        {
            faults.Error(containers[1].Start, $"{path}[1]", "unsupported", $"{path} has {containers.Count} containers; more than one in a replica is not supported: make each a service of its own.");
        }

        return ManifestObject.Read(containers[0], $"{path}[0]", FieldRules.Container, faults);
    }

    private static void WarnOfImage(ManifestObject container)
    {
        if (container.Text("image") is { } image)
        {
            container.Warn("image", "ignored", $"The image {image} is ignored: on this machine the command is run as a process.");
        }
    }

    private static ImmutableArray<string> ReadCommand(ManifestObject container)
    {
        ImmutableArray<string> command = [.. container.Texts("command"), .. container.Texts("args")];
        if (container.Find("command") is null || command is ["", ..] or [])
        {
            container.Error("command", "required", $"{container.PathOf("command")} is missing: the image is not run here, so say which program to start.");
        }

        return command;
    }

    private static string? ReadDirectory(ManifestObject container)
    {
        var directory = container.Text("workingDir");
        if (directory is not null && !Path.IsPathRooted(directory))
        {
            container.Error("workingDir", "invalid", $"{container.PathOf("workingDir")} is '{directory}'; write an absolute path.");
        }

        return directory;
    }

    private ImmutableArray<ReplicaVariable> ReadEnvironment(ManifestObject container)
    {
        List<ReplicaVariable> variables = [];
        foreach (var (variable, _) in Items(container, "env", FieldRules.Variable))
        {
            var name = variable.Text("name", required: true);
            if (name is not null && !VariablePattern().IsMatch(name))
            {
                variable.Error("name", "invalid", $"'{name}' can't name a variable; use letters, digits and '_', no digit first.");
            }
            else if (name is not null)
            {
                variables.Add(new ReplicaVariable(name, variable.Text("value") ?? ""));
            }
        }

        return [.. variables];
    }

    private ImmutableArray<ReplicaPort> ReadPorts(ManifestObject container)
    {
        List<ReplicaPort> ports = [];
        foreach (var (port, index) in Items(container, "ports", FieldRules.Port))
        {
            var name = port.Text("name");
            var number = port.Number("containerPort", 0, ushort.MaxValue) ?? 0;
            if (name is not null && !PortPattern().IsMatch(name))
            {
                port.Error("name", "invalid", $"'{name}' can't name a port; use lower-case letters, digits and '-'.");
            }
            else if (ports.Any(other => (name is not null && other.Name == name) || (number != 0 && other.Number == number)))
            {
                port.Error("name", "invalid", $"{container.PathOf("ports")}[{index}] repeats the name or the number of another port.");
            }
            else if (number != 0 && replicas > 1)
            {
                port.Warn("containerPort", "ignored", $"Port {number} is taken as it is: replicas on one machine can't share it; write 0 to have a free one picked, told in PORT.");
            }

            ports.Add(new ReplicaPort(name, number));
        }

        return [.. ports];
    }

    private IEnumerable<(ManifestObject Item, int Index)> Items(ManifestObject owner, string field, FieldRules rules)
    {
        foreach (var (node, index) in owner.List(field).Select((node, index) => (node, index)))
        {
            if (ManifestObject.Read(node, $"{owner.PathOf(field)}[{index}]", rules, faults) is { } item)
            {
                yield return (item, index);
            }
        }
    }

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$", RegexOptions.NonBacktracking)]
    private static partial Regex VariablePattern();

    [GeneratedRegex("^[a-z0-9]([-a-z0-9]{0,30}[a-z0-9])?$", RegexOptions.NonBacktracking)]
    private static partial Regex PortPattern();
}
