using System.Collections.Immutable;
using System.Globalization;
using CoScheduler.Master;

namespace CoScheduler.Frameworks.Spark;

/// <summary>Writes the commands of drivers and executors (executors-as-tasks). No secret is ever a part of one.</summary>
internal sealed class TaskBuilder(LaunchFiles files)
{
    /// <summary>Read by both sides before any setting (SecurityManager.ENV_AUTH_SECRET).</summary>
    public const string AuthenticationVariable = "_SPARK_AUTH_SECRET";

    /// <summary>The Connect server's token (spark.connect.authenticate.token's environment variable).</summary>
    public const string ConnectTokenVariable = "SPARK_CONNECT_AUTHENTICATE_TOKEN";

    /// <summary>Temporary files belong in the task's working directory, which only the agent knows; exec keeps the process id that signals go to.</summary>
    private const string InWorkingDirectory = "export SPARK_LOCAL_DIRS=\"$PWD\"; exec \"$0\" \"-Djava.io.tmpdir=$PWD\" \"$@\"";

    private const string SubmitClass = "org.apache.spark.deploy.SparkSubmit";
    private const string ConnectClass = "org.apache.spark.sql.connect.service.SparkConnectServer";
    private const string ExecutorClass = "org.apache.spark.executor.CoarseGrainedExecutorBackend";

    public static string AuthenticationSecret(string role) => "spark/" + SecretRole(role);

    public static string ConnectSecret(string role) => "spark-connect/" + SecretRole(role);

    public TaskSpec Driver(TaskLabels labels, bool mayRecord)
    {
        var name = $"coscheduler {labels.Role}";
        var properties = files.WriteProperties(labels, name);
        return new TaskSpec
        {
            Kind = TaskLabels.DriverKind,
            Name = $"driver of {labels.Role}",
            Command =
            [
                .. Java(files.DriverArguments, files.Settings.DriverHeapBytes),
                .. files.Archives.FlagsFor(TaskLabels.DriverKind, labels.Driver.Value, mayRecord),
                .. files.Settings.DriverJavaOptions,
                SubmitClass, "--properties-file", properties, "--class", ConnectClass, "spark-internal",
            ],
            Environment = Variables(labels),
            Secrets = ImmutableSortedDictionary<string, string>.Empty
                .Add(AuthenticationVariable, AuthenticationSecret(labels.Role.Value))
                .Add(ConnectTokenVariable, ConnectSecret(labels.Role.Value)),
            PoliteSignal = PoliteSignal.Terminate,
            Labels = labels.Write(),
        };
    }

    public TaskSpec Executor(TaskLabels labels, string task, bool mayRecord)
    {
        var id = labels.ExecutorId ?? throw new ArgumentException("An executor has an id.", nameof(labels));
        return new TaskSpec
        {
            Kind = TaskLabels.ExecutorKind,
            Name = $"executor {id} of {labels.Role}",
            Command =
            [
                .. Java(files.ExecutorArguments, files.Settings.ExecutorHeapBytes),
                .. files.Archives.FlagsFor(TaskLabels.ExecutorKind, task, mayRecord),
                .. files.Settings.ExecutorJavaOptions,
                "-Dspark.authenticate=true",
                .. PassedToExecutor(),
                ExecutorClass,
                "--driver-url", string.Create(CultureInfo.InvariantCulture, $"spark://CoarseGrainedScheduler@{labels.Endpoints.Host}:{labels.Endpoints.DriverPort}"),
                "--executor-id", id,
                "--bind-address", labels.Endpoints.Host,
                "--hostname", labels.Endpoints.Host,
                "--cores", files.Settings.ExecutorCores.ToString(CultureInfo.InvariantCulture),
                "--app-id", labels.ApplicationId,
                "--resourceProfileId", "0",
            ],
            Environment = Variables(labels),
            Secrets = ImmutableSortedDictionary<string, string>.Empty.Add(AuthenticationVariable, AuthenticationSecret(labels.Role.Value)),
            PoliteSignal = PoliteSignal.Power,
            Labels = labels.Write(),
        };
    }

    /// <summary>An executor needs these before it can ask its driver for the rest (SparkConf.isExecutorStartupConf).</summary>
    private IEnumerable<string> PassedToExecutor() =>
        files.Settings.Properties
            .Where(pair => IsStartupSetting(pair.Key))
            .Select(pair => $"-D{pair.Key}={pair.Value}");

    private static bool IsStartupSetting(string key) =>
        (key.StartsWith("spark.network.", StringComparison.Ordinal)
            || key.StartsWith("spark.rpc.", StringComparison.Ordinal)
            || key.StartsWith("spark.authenticate.", StringComparison.Ordinal))
        && !key.Contains("secret", StringComparison.OrdinalIgnoreCase)
        && !key.Contains("password", StringComparison.OrdinalIgnoreCase);

    private static string SecretRole(string role) => role.Replace('/', '.');

    private IEnumerable<string> Java(string arguments, long heapBytes) =>
    [
        "/bin/sh", "-c", InWorkingDirectory, files.Installation.Java, "@" + arguments,
        string.Create(CultureInfo.InvariantCulture, $"-Xmx{heapBytes >> 20}m"),
        "-XX:-UsePerfData",
        "-Dlog4j2.configurationFile=" + files.LogConfiguration,
    ];

    private ImmutableSortedDictionary<string, string> Variables(TaskLabels labels) =>
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal)
            .Add("SPARK_HOME", files.Installation.Home)
            .Add("SPARK_SCALA_VERSION", files.Installation.ScalaVersion)
            .Add("SPARK_LOCAL_IP", labels.Endpoints.Host);
}
