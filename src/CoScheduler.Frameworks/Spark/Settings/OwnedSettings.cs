using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;

namespace CoScheduler.Frameworks.Spark;

/// <summary>
/// The settings that CoScheduler must own so that executors can be tasks of the pool: master, ports, secrets, bounds,
/// decommissioning. A file's value for one of them is overruled, and that is said.
/// </summary>
internal static class OwnedSettings
{
    /// <summary>
    /// Spark refuses to start with <c>spark.authenticate</c> unless this key is there, but reads the environment first
    /// (SecurityManager.getSecretKey), so that the file needs no secret.
    /// </summary>
    private const string InTheEnvironment = "in-the-environment";

    /// <summary>Failures of an executor that was killed without its signal count; four would end a job.</summary>
    private const string TaskFailures = "16";

    private static readonly FrozenSet<string> Removed = FrozenSet.Create(
        StringComparer.Ordinal,
        "spark.connect.authenticate.token",
        "spark.authenticate.secret.file",
        "spark.authenticate.secret.driver.file",
        "spark.authenticate.secret.executor.file",
        "spark.driver.memoryOverhead",
        "spark.driver.extraJavaOptions",
        "spark.executor.extraJavaOptions",
        "spark.driver.extraClassPath",
        "spark.executor.extraClassPath",
        "spark.cores.max",
        "spark.executor.instances",
        "spark.local.dir",
        "spark.blockManager.port");

    private static readonly FrozenSet<string> Quiet = FrozenSet.Create(
        StringComparer.Ordinal,
        "spark.driver.memoryOverhead",
        "spark.driver.extraJavaOptions",
        "spark.executor.extraJavaOptions",
        "spark.driver.extraClassPath",
        "spark.executor.extraClassPath");

    private static readonly FrozenSet<string> Given =
        For(new SparkSettings(), new DriverEndpoints("127.0.0.1", 1, 2, 3, 4), "id", "name").Keys.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether a file's value for a key is overruled or read by the framework itself.</summary>
    public static bool Owns(string key) => Given.Contains(key) || Removed.Contains(key);

    /// <summary>A sentence for every setting that is overruled.</summary>
    public static ImmutableArray<string> Notices(ImmutableSortedDictionary<string, string> values) =>
        [.. values.Keys.Where(key => Owns(key) && !Quiet.Contains(key)).Select(key => $"'{key}' in spark-defaults.conf is overruled: CoScheduler owns it.")];

    /// <summary>The settings for one driver.</summary>
    public static ImmutableSortedDictionary<string, string> For(SparkSettings settings, DriverEndpoints endpoints, string applicationId, string name)
    {
        var owned = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);

        // No workers, but the size of one must hold an executor, or the driver refuses to start (SparkContext.createTaskScheduler).
        owned["spark.master"] = string.Create(CultureInfo.InvariantCulture, $"local-cluster[0,{settings.ExecutorCores},{settings.ExecutorHeapBytes >> 20}]");
        owned["spark.submit.deployMode"] = "client";
        owned["spark.app.name"] = name;
        owned["spark.deploy.appIdPattern"] = applicationId;
        owned["spark.driver.host"] = endpoints.Host;
        owned["spark.driver.bindAddress"] = endpoints.Host;
        owned["spark.driver.port"] = Text(endpoints.DriverPort);
        owned["spark.driver.blockManager.port"] = Text(endpoints.BlockPort);
        owned["spark.port.maxRetries"] = "0";
        owned["spark.ui.enabled"] = "true";
        owned["spark.ui.port"] = Text(endpoints.UiPort);
        owned["spark.ui.killEnabled"] = "false";
        owned["spark.ui.showConsoleProgress"] = "false";
        owned["spark.connect.grpc.binding.address"] = endpoints.Host;
        owned["spark.connect.grpc.binding.port"] = Text(endpoints.ConnectPort);
        owned["spark.connect.grpc.port.maxRetries"] = "0";
        owned["spark.connect.execute.reattachable.enabled"] = "true";
        owned["spark.authenticate"] = "true";
        owned["spark.authenticate.secret"] = InTheEnvironment;
        owned["spark.task.maxFailures"] = TaskFailures;
        AddDecommissioning(owned);
        AddDemand(owned);
        return owned.ToImmutable();
    }

    private static void AddDecommissioning(ImmutableSortedDictionary<string, string>.Builder owned)
    {
        owned["spark.decommission.enabled"] = "true";
        owned["spark.storage.decommission.enabled"] = "true";
        owned["spark.storage.decommission.shuffleBlocks.enabled"] = "true";
        owned["spark.storage.decommission.rddBlocks.enabled"] = "true";
        owned["spark.storage.decommission.replicationReattemptInterval"] = "1s";
        owned["spark.executor.decommission.signal"] = "PWR";
    }

    /// <summary>Dynamic allocation is on for its gauges alone: who goes is decided by one owner, the framework.</summary>
    private static void AddDemand(ImmutableSortedDictionary<string, string>.Builder owned)
    {
        owned["spark.dynamicAllocation.enabled"] = "true";
        owned["spark.dynamicAllocation.minExecutors"] = "0";
        owned["spark.dynamicAllocation.initialExecutors"] = "0";
        owned["spark.dynamicAllocation.executorIdleTimeout"] = "3650d";
        owned["spark.dynamicAllocation.cachedExecutorIdleTimeout"] = "3650d";
        owned["spark.dynamicAllocation.shuffleTracking.enabled"] = "true";
        owned["spark.shuffle.service.enabled"] = "false";
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
