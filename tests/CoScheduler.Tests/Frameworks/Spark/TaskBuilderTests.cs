using CoScheduler.Frameworks.Spark;
using CoScheduler.Master;
using CoScheduler.Pool;
using Xunit;

namespace CoScheduler.Tests.Frameworks.Spark;

public sealed class TaskBuilderTests : IDisposable
{
    private static readonly TaskLabels s_driver = new(
        TaskLabels.DriverKind,
        new RoleName("analytics/realtime"),
        new TaskId("spark-driver-analytics.realtime-1-1"),
        "spark-driver-analytics.realtime-1-1",
        new DriverEndpoints("127.0.0.1", 1001, 1002, 1003, 1004),
        null);

    private static readonly TaskLabels s_executor = s_driver with { Kind = TaskLabels.ExecutorKind, ExecutorId = "100001" };

    private readonly string _state = Directory.CreateTempSubdirectory("coscheduler-launch-").FullName;

    public void Dispose() => Directory.Delete(_state, recursive: true);

    [Fact]
    public void Driver_Command_StartsTheConnectServerWithItsProperties()
    {
        var spec = Builder("spark.driver.memory 2g\nspark.driver.extraJavaOptions -XX:+UseSerialGC").Driver(s_driver, mayRecord: false);
        Assert.Contains("-Xmx2048m", spec.Command);
        Assert.Contains("-XX:+UseSerialGC", spec.Command);
        Assert.Equal("spark-internal", spec.Command[^1]);
        Assert.Equal(PoliteSignal.Terminate, spec.PoliteSignal);
        var properties = SparkDefaults.Parse(File.ReadAllText(spec.Command[spec.Command.IndexOf("--properties-file") + 1])).Values;
        Assert.Equal("local-cluster[0,1,1024]", properties["spark.master"]);
        Assert.Equal("1001", properties["spark.driver.port"]);
        Assert.Equal("1004", properties["spark.connect.grpc.binding.port"]);
        Assert.Equal("true", properties["spark.authenticate"]);
    }

    [Fact]
    public void Executor_Command_NamesItsDriverAndItself()
    {
        var spec = Builder("spark.executor.cores 2\nspark.network.crypto.enabled true").Executor(s_executor, "t", mayRecord: false);
        Assert.Equal(PoliteSignal.Power, spec.PoliteSignal);
        Assert.Equal("spark://CoarseGrainedScheduler@127.0.0.1:1001", After(spec, "--driver-url"));
        Assert.Equal("100001", After(spec, "--executor-id"));
        Assert.Equal("2", After(spec, "--cores"));
        Assert.Equal("spark-driver-analytics.realtime-1-1", After(spec, "--app-id"));
        Assert.Contains("-Dspark.network.crypto.enabled=true", spec.Command);
    }

    [Fact]
    public void Specs_Secrets_AreNamedAndNeverWritten()
    {
        var builder = Builder("spark.authenticate.secret hush\nspark.network.x.password hush\nspark.connect.authenticate.token hush");
        foreach (var spec in new[] { builder.Driver(s_driver, mayRecord: true), builder.Executor(s_executor, "t", mayRecord: true) })
        {
            Assert.DoesNotContain("hush", TaskSpecJson.Write(spec), StringComparison.Ordinal);
            Assert.Equal("spark/analytics.realtime", spec.Secrets["_SPARK_AUTH_SECRET"]);
        }
    }

    [Fact]
    public void Labels_ReadBack_AreTheSame()
    {
        var builder = Builder("");
        Assert.Equal(s_driver, TaskLabels.Read(builder.Driver(s_driver, mayRecord: false)));
        Assert.Equal(s_executor, TaskLabels.Read(builder.Executor(s_executor, "t", mayRecord: false)));
    }

    [Fact]
    public void Archives_FirstMayRecord_OneAtATime()
    {
        var builder = Builder("");
        Assert.Contains(builder.Driver(s_driver, mayRecord: true).Command, IsRecording);
        Assert.DoesNotContain(builder.Driver(s_driver with { Driver = new TaskId("other") }, mayRecord: true).Command, IsRecording);
    }

    [Fact]
    public void Archives_RecordingCutShort_IsThrownAway()
    {
        var files = Files("");
        var recording = files.Archives.FlagsFor(TaskLabels.DriverKind, "t", mayRecord: true)[0].Split('=')[1];
        File.WriteAllBytes(recording, new byte[100]);
        files.Archives.Ended(TaskLabels.DriverKind, "t");
        Assert.False(File.Exists(recording));
        Assert.Contains(files.Archives.FlagsFor(TaskLabels.DriverKind, "u", mayRecord: true), IsRecording);
    }

    [Fact]
    public void Archives_RecordingIsWhole_IsUsedFromThenOn()
    {
        var files = Files("");
        var recording = files.Archives.FlagsFor(TaskLabels.ExecutorKind, "t", mayRecord: true)[0].Split('=')[1];
        File.WriteAllBytes(recording, BitConverter.GetBytes(0xf00baba8));
        files.Archives.Ended(TaskLabels.ExecutorKind, "t");
        Assert.Contains(files.Archives.FlagsFor(TaskLabels.ExecutorKind, "u", mayRecord: true), flag => flag.StartsWith("-XX:SharedArchiveFile=", StringComparison.Ordinal));
    }

    private static bool IsRecording(string word) => word.StartsWith("-XX:ArchiveClassesAtExit=", StringComparison.Ordinal);

    private static string After(TaskSpec spec, string word) => spec.Command[spec.Command.IndexOf(word) + 1];

    private TaskBuilder Builder(string settings) => new(Files(settings));

    private LaunchFiles Files(string settings)
    {
        var files = new LaunchFiles(_state, SparkFixtures.Installation, SettingsReader.Read(SparkDefaults.Parse(settings)).Settings);
        files.Write();
        return files;
    }
}
