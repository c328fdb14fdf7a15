using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using CoScheduler.Master;
using CoScheduler.Pool;

namespace CoScheduler.Frameworks.Services;

/// <summary>A replica as a task, and a task as the replica that it is.</summary>
internal static partial class ReplicaTask
{
    private const string Kind = "service";
    private const string ServiceLabel = "service";
    private const string OrdinalLabel = "replica";
    private const string RevisionLabel = "revision";
    private const string PortsLabel = "ports";

    /// <summary>An allocation's number is never used twice, so neither is this.</summary>
    public static TaskId Id(string service, int ordinal, AllocationId allocation) => new($"{service}-{ordinal}-{allocation}");

    public static TaskSpec Spec(
        string service,
        int ordinal,
        int revision,
        ReplicaTemplate template,
        ImmutableArray<int> ports,
        ImmutableSortedDictionary<string, string> surroundings)
    {
        var environment = Environment(template, ports, surroundings);
        return new TaskSpec
        {
            Kind = Kind,
            Name = $"{service}-{ordinal}",
            Command = [.. template.Command.Select(part => Expand(part, environment))],
            Environment = environment.ToImmutableSortedDictionary(StringComparer.Ordinal),
            WorkingDirectory = template.WorkingDirectory,
            Labels = ImmutableSortedDictionary.CreateRange(
                StringComparer.Ordinal,
                [
                    KeyValuePair.Create(ServiceLabel, service),
                    KeyValuePair.Create(OrdinalLabel, Text(ordinal)),
                    KeyValuePair.Create(RevisionLabel, Text(revision)),
                    KeyValuePair.Create(PortsLabel, string.Join(',', ports.Select(Text))),
                ]),
        };
    }

    /// <summary>What a task of this framework is, from its labels; null if it is none of ours.</summary>
    public static (string Service, int Ordinal, int Revision, ImmutableArray<int> Ports)? Find(string? payload)
    {
        var labels = TaskSpecJson.TryRead(payload)?.Labels;
        return labels is not null
            && labels.TryGetValue(ServiceLabel, out var service)
            && int.TryParse(labels.GetValueOrDefault(OrdinalLabel), CultureInfo.InvariantCulture, out var ordinal)
            && int.TryParse(labels.GetValueOrDefault(RevisionLabel), CultureInfo.InvariantCulture, out var revision)
                ? (service, ordinal, revision, ReadPorts(labels.GetValueOrDefault(PortsLabel, "")))
                : null;
    }

    private static ImmutableArray<int> ReadPorts(string text) =>
        [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(port => int.Parse(port, CultureInfo.InvariantCulture))];

    private static Dictionary<string, string> Environment(
        ReplicaTemplate template,
        ImmutableArray<int> ports,
        ImmutableSortedDictionary<string, string> surroundings)
    {
        Dictionary<string, string> environment = new(surroundings, StringComparer.Ordinal);
        for (var index = 0; index < ports.Length; index++)
        {
            if (index == 0)
            {
                environment["PORT"] = Text(ports[index]);
            }

            if (template.Ports[index].Name is { } name)
            {
                environment[$"PORT_{name.ToUpperInvariant().Replace('-', '_')}"] = Text(ports[index]);
            }
        }

        foreach (var variable in template.Environment)
        {
            environment[variable.Name] = Expand(variable.Value, environment);
        }

        return environment;
    }

    /// <summary>
    /// <c>$(NAME)</c> is replaced, <c>$$(NAME)</c> stands for itself, and what is not known stays as it is
    /// (https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/).
    /// </summary>
    private static string Expand(string text, Dictionary<string, string> environment) =>
        ReferencePattern().Replace(text, match =>
            match.Value.StartsWith("$$", StringComparison.Ordinal) ? match.Value[1..]
            : environment.GetValueOrDefault(match.Groups["name"].Value, match.Value));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\$?\$\((?<name>[A-Za-z_][A-Za-z0-9_]*)\)", RegexOptions.NonBacktracking)]
    private static partial Regex ReferencePattern();
}
