using System.Collections.Immutable;
using System.Globalization;
using CoScheduler.Master;
using CoScheduler.Pool;

namespace CoScheduler.Frameworks.Spark;

/// <summary>What a Spark task's labels say, so that it is known again after a restart.</summary>
/// <param name="Kind"><see cref="DriverKind"/> or <see cref="ExecutorKind"/>.</param>
/// <param name="Role">Its role.</param>
/// <param name="Driver">The driver's task: its own, or the one that the executor belongs to.</param>
/// <param name="ApplicationId">Spark's id of the application.</param>
/// <param name="Endpoints">Where the driver is reached.</param>
/// <param name="ExecutorId">Spark's id of the executor; null for a driver.</param>
internal sealed record TaskLabels(string Kind, RoleName Role, TaskId Driver, string ApplicationId, DriverEndpoints Endpoints, string? ExecutorId)
{
    public const string DriverKind = "driver";
    public const string ExecutorKind = "executor";

    public ImmutableSortedDictionary<string, string> Write()
    {
        var labels = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        labels["role"] = Role.Value;
        labels["driver"] = Driver.Value;
        labels["app"] = ApplicationId;
        labels["host"] = Endpoints.Host;
        labels["port.driver"] = Text(Endpoints.DriverPort);
        labels["port.block"] = Text(Endpoints.BlockPort);
        labels["port.ui"] = Text(Endpoints.UiPort);
        labels["port.connect"] = Text(Endpoints.ConnectPort);
        if (ExecutorId is not null)
        {
            labels["executor"] = ExecutorId;
        }

        return labels.ToImmutable();
    }

    /// <summary>Reads a task's labels; null if it is none of ours.</summary>
    public static TaskLabels? Read(TaskSpec spec)
    {
        var labels = spec.Labels;
        if (spec.Kind is not (DriverKind or ExecutorKind)
            || !labels.TryGetValue("role", out var role)
            || !labels.TryGetValue("driver", out var driver)
            || !labels.TryGetValue("app", out var application)
            || !labels.TryGetValue("host", out var host))
        {
            return null;
        }

        var endpoints = new DriverEndpoints(host, Port(labels, "port.driver"), Port(labels, "port.block"), Port(labels, "port.ui"), Port(labels, "port.connect"));
        return new TaskLabels(spec.Kind, new RoleName(role), new TaskId(driver), application, endpoints, labels.GetValueOrDefault("executor"));
    }

    private static int Port(ImmutableSortedDictionary<string, string> labels, string name) =>
        int.TryParse(labels.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : 0;

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
