using System.Globalization;
using System.Text;
using System.Text.Json;
using CoScheduler.Pool;
using CoScheduler.Server.Quota;

namespace CoScheduler.Server.Api;

/// <summary>Metrics in Prometheus' text format 0.0.4.</summary>
internal sealed class MetricsText
{
    // All lines of a metric stand together, in whatever order they are added.
    private readonly OrderedDictionary<string, StringBuilder> _metrics = new(StringComparer.Ordinal);

    private MetricsText()
    {
    }

    public static string Of(ServerParts parts)
    {
        var metrics = new MetricsText();
        metrics.Roles(parts);
        metrics.Pool(parts.Master.Snapshot);
        metrics.Ended(parts.Decisions);
        metrics.QuotaFile(parts.QuotaFile);
        metrics.Kafka(parts);
        metrics.Process();
        return string.Concat(metrics._metrics.Values);
    }

    private void Roles(ServerParts parts)
    {
        foreach (var role in parts.Master.Snapshot.Roles.Values)
        {
            foreach (var (name, amounts) in new[] { ("guarantee", role.Quota.Guarantee), ("fair_share", role.FairShare), ("used", role.Used), ("wanted", role.Wanted), ("lent", role.Lent), ("borrowed", role.Borrowed) })
            {
                foreach (var (resource, amount) in amounts.Amounts)
                {
                    Add($"coscheduler_role_{name}", "gauge", $"The role's {name.Replace('_', ' ')}, in the resource's smallest unit.", amount, ("role", role.Name.Value), ("resource", resource));
                }
            }
        }

        foreach (var (role, counts) in parts.Requests.Counts)
        {
            Add("coscheduler_requests", "gauge", "Requests that have not ended.", counts.Queued, ("role", role), ("state", "queued"));
            Add("coscheduler_requests", "gauge", "Requests that have not ended.", counts.Running, ("role", role), ("state", "running"));
        }
    }

    private void Pool(PoolSnapshot snapshot)
    {
        Add("coscheduler_pool_steps_total", "counter", "Commands that the pool has carried out.", snapshot.Number);
        Add("coscheduler_offers", "gauge", "Offers that nobody has answered yet.", snapshot.Offers.Count);
        foreach (var group in snapshot.Agents.Values.GroupBy(a => a.State))
        {
            Add("coscheduler_agents", "gauge", "Agents.", group.Count(), ("state", Snake(group.Key.ToString())));
        }

        foreach (var group in snapshot.Allocations.Values.GroupBy(a => (a.Framework, a.State)))
        {
            Add("coscheduler_allocations", "gauge", "Allocations that have not ended.", group.Count(), ("framework", group.Key.Framework.Value), ("state", Snake(group.Key.State.ToString())));
        }

        foreach (var demand in snapshot.Demands.Where(d => d.Missing > 0))
        {
            Add("coscheduler_demand_missing", "gauge", "Allocations that are wanted and not there, by reason.", demand.Missing, ("framework", demand.Framework.Value), ("class", demand.Class.Value), ("reason", demand.Reason?.Name ?? "unknown"));
        }
    }

    private void Ended(PoolHistory history)
    {
        foreach (var ((framework, what), count) in history.Read())
        {
            Add("coscheduler_allocations_total", "counter", "Allocations since the server's start, by what became of them.", count, ("framework", framework), ("what", what));
        }
    }

    private void QuotaFile(QuotaFileWatch? file)
    {
        if (file?.Check().State is { } state)
        {
            foreach (var possible in Enum.GetValues<QuotaFileCondition>())
            {
                Add("coscheduler_quota_file", "gauge", "How the quota file stands to the quota in force: 1 for its state. Anything but same is an alarm.", possible == state ? 1 : 0, ("state", Snake(possible.ToString())));
            }
        }
    }

    private void Kafka(ServerParts parts)
    {
        var health = parts.KafkaHealth();
        Add("coscheduler_kafka_up", "gauge", "Whether the broker answers.", health.Broker.Up ? 1 : 0);
        Add("coscheduler_kafka_handled_total", "counter", "Messages handled.", health.Handled);
        Add("coscheduler_kafka_dead_letters_total", "counter", "Messages that could not be read.", health.DeadLetters);
        foreach (var partition in health.Partitions.Where(p => p.Lag is not null))
        {
            Add("coscheduler_kafka_lag", "gauge", "Messages that wait.", partition.Lag!.Value, ("topic", partition.Topic), ("partition", partition.Partition.ToString(CultureInfo.InvariantCulture)));
        }
    }

    private void Process()
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        Add("process_cpu_seconds_total", "counter", "Processor time used.", process.TotalProcessorTime.TotalSeconds);
        Add("process_resident_memory_bytes", "gauge", "Resident memory.", process.WorkingSet64);
        Add("dotnet_gc_heap_bytes", "gauge", "Managed heap.", GC.GetTotalMemory(forceFullCollection: false));
    }

    private void Add(string name, string type, string help, double value, params (string Name, string Value)[] labels)
    {
        if (!_metrics.TryGetValue(name, out var text))
        {
            _metrics[name] = text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");
        }

        text.Append(name);
        if (labels.Length > 0)
        {
            text.Append('{').AppendJoin(',', labels.Select(l => $"{l.Name}=\"{Escape(l.Value)}\"")).Append('}');
        }

        text.Append(' ').Append(value.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    private static string Escape(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string Snake(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}
