using System.Collections.Immutable;
using CoScheduler.Analyses;
using CoScheduler.Frameworks.Services;
using CoScheduler.Master;
using CoScheduler.Server.Quota;
using CoScheduler.Triggers.Kafka;

namespace CoScheduler.Server.Api;

/// <summary>What the endpoints work with.</summary>
internal sealed record ServerParts
{
    public required IPoolMaster Master { get; init; }

    public required ITaskLogs Logs { get; init; }

    public required IRequests Requests { get; init; }

    public required ICatalogueSource Catalogue { get; init; }

    /// <summary>What is wrong with the catalogue's files as they are now.</summary>
    public required Func<ImmutableArray<CatalogueError>> CatalogueFaults { get; init; }

    /// <summary>Called after the quota was replaced.</summary>
    public required Action QuotaChanged { get; init; }

    /// <summary>Every quota that was ever in force.</summary>
    public required IQuotaHistory QuotaHistory { get; init; }

    /// <summary>The alarm about the file of <c>--quota</c>; null without one.</summary>
    public required QuotaFileWatch? QuotaFile { get; init; }

    public required string DefaultEngine { get; init; }

    public required KafkaOptions Kafka { get; init; }

    public required Func<KafkaHealth> KafkaHealth { get; init; }

    public required ServicesFramework Services { get; init; }

    /// <summary>What became of the executors of an engine; null of a framework that is none.</summary>
    public required Func<string, ExecutorCounts?> Executors { get; init; }

    public required PoolHistory Decisions { get; init; }

    public required PoolViews Views { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>Whether work can be taken.</summary>
    public required Func<bool> IsReady { get; init; }
}
