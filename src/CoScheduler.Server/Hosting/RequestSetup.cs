using CoScheduler.Analyses;
using CoScheduler.Master;
using CoScheduler.Server.Options;
using CoScheduler.Triggers.Kafka;
using Microsoft.Extensions.Logging;

namespace CoScheduler.Server.Hosting;

/// <summary>The life of requests, between the doors and the engines.</summary>
internal static class RequestSetup
{
    /// <summary>Puts it together; nothing happens before it is started.</summary>
    public static Requests Create(
        ServerOptions options,
        KafkaOptions kafka,
        IRequestStore store,
        ICatalogueSource catalogue,
        EngineSetup engines,
        IReplyPublisher publisher,
        IPoolMaster master,
        TimeProvider time,
        ILoggerFactory logs) => new(
            new RequestsOptions
            {
                Cluster = options.Cluster,
                DefaultEngine = engines.Default,
                ReplyTopic = kafka.ReplyTopic,
                ReplyGlobs = topic => kafka.ReplyGlobs(topic ?? KafkaOptions.DefaultRequestTopic),
                IsOurTopic = kafka.IsOurs,
            },
            store,
            catalogue,
            engines.Engines,
            publisher,
            role => Limits(master, role),
            time,
            logs.CreateLogger<Requests>());

    /// <summary>The role's own limits, or those of the nearest role above it that has any.</summary>
    private static RoleLimits? Limits(IPoolMaster master, string role)
    {
        var roles = master.Snapshot.Quota.Roles;
        if (!roles.TryGetValue(role, out var quota))
        {
            return null;
        }

        var (running, queued) = (quota.MaxRunning, quota.MaxQueued);
        for (var slash = role.LastIndexOf('/'); slash > 0; slash = role.LastIndexOf('/', slash - 1))
        {
            var above = roles[role[..slash]];
            (running, queued) = (running ?? above.MaxRunning, queued ?? above.MaxQueued);
        }

        return new RoleLimits(running, queued);
    }
}
