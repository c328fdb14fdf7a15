using CoScheduler.Spark;
using CoScheduler.Spark.Connect;
using CoScheduler.Spark.Sql;
using CoScheduler.Spark.Sql.Types;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CoScheduler.IntegrationTests.Spark.Surface;

/// <summary>Making, copying and ending sessions, their settings, and what waits for the server while it does so.</summary>
[Collection(ConnectServerTests.Name)]
public sealed class SessionTests(ConnectServer server)
{
    private const string Endless = "SELECT id, java_method('java.lang.Thread', 'sleep', 600000L) FROM range(0, 1, 1, 1)";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public void Builder_MakesSessionsWithTheirSettings()
    {
        server.Require();
        var builder = SparkSession.Builder().Remote($"sc://127.0.0.1:{server.Endpoint.Port}/;token={ConnectServer.Token};user_id=builder")
            .AppName("builder").Config("spark.sql.shuffle.partitions", 3).Logger(NullLogger.Instance);
        using var first = builder.GetOrCreate();
        Assert.Equal(("3", "builder"), (first.Conf().Get("spark.sql.shuffle.partitions"), first.UserId));
        Assert.Same(first, SparkSession.Builder().GetOrCreate());
        using var second = builder.Config("spark.sql.ansi.enabled", false).Create();
        Assert.NotEqual(first.SessionId, second.SessionId);
        Assert.Equal(("false", "true"), (second.Conf().Get("spark.sql.ansi.enabled"), first.Conf().Get("spark.sql.ansi.enabled")));
        Assert.StartsWith("4.", first.Version(), StringComparison.Ordinal);
        first.Stop();
        Assert.Throws<ObjectDisposedException>(() => first.Range(1).Count());
        SparkSession.ClearActiveSession();
        SparkSession.ClearDefaultSession();
    }

    [Fact]
    public async Task NewSession_And_CloneSession_GoTheirOwnWays()
    {
        await using var spark = server.Session();
        spark.Range(2).CreateOrReplaceTempView("mine");
        await using var other = spark.NewSession();
        Assert.False(other.Catalog.TableExists("mine"));
        await using var copy = spark.CloneSession();
        Assert.Equal(2, copy.Table("mine").Count());
    }

    [Fact]
    public async Task Conf_IsSetReadAndTakenBack()
    {
        await using var spark = server.Session();
        var conf = spark.Conf();
        var before = conf.Get("spark.sql.session.timeZone");
        conf.Set("spark.sql.session.timeZone", "Asia/Tokyo");
        Assert.Equal("Asia/Tokyo", (await conf.GetAllAsync("spark.sql.session.", Cancelled))["timeZone"]);
        conf.Unset("spark.sql.session.timeZone");
        Assert.Equal(before, conf.Get("spark.sql.session.timeZone"));
        Assert.True(conf.IsModifiable("spark.sql.session.timeZone"));
        Assert.False(conf.IsModifiable("spark.driver.memory"));
    }

    [Fact]
    public async Task Interrupts_ThatWait_NameWhatTheyInterrupted()
    {
        await using var spark = server.Session();
        Func<Guid, IReadOnlyList<string>>[] interrupts = [_ => spark.InterruptAll(), _ => spark.InterruptTag("endless"), spark.InterruptOperation];
        foreach (var interrupt in interrupts)
        {
            var running = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var handler = new Running(() => running.TrySetResult());
            spark.RegisterProgressHandler(handler);
            var id = Guid.NewGuid();
            await using var execution = await spark.ExecuteAsync(spark.Sql(Endless), new ExecuteOptions { OperationId = id, Tags = ["endless"] }, Cancelled);
            var read = execution.ReadBatchAsync(Cancelled);
            await running.Task.WaitAsync(TimeSpan.FromSeconds(60), Cancelled);
            spark.RemoveProgressHandler(handler);
            Assert.Equal([id.ToString()], interrupt(id));
            Assert.Equal(SparkErrorClasses.OperationCanceled, (await Assert.ThrowsAnyAsync<SparkException>(() => read)).ErrorClass);
        }
    }

    [Fact]
    public async Task Artifacts_OfEachKind_AreTaken()
    {
        await using var spark = server.Session();
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.At(""));
        await File.WriteAllTextAsync(folder.At("words.txt"), "to be", Cancelled);
        await using (var zip = await System.IO.Compression.ZipFile.OpenAsync(folder.At("packed.zip"), System.IO.Compression.ZipArchiveMode.Create, Cancelled))
        {
            await System.IO.Compression.ZipFileExtensions.CreateEntryFromFileAsync(zip, folder.At("words.txt"), "words.txt", Cancelled);
        }

        File.Copy(folder.At("packed.zip"), folder.At("classes.jar"));
        await spark.AddArtifactsAsync([Artifact.Jar(folder.At("classes.jar")), Artifact.File(folder.At("words.txt")), Artifact.Archive(folder.At("packed.zip"), "unpacked")], Cancelled);
        Assert.Equal(["jars/a.jar", "files/b.txt"], new[] { Artifact.Of("/x/a.jar"), Artifact.Of("/x/b.txt") }.Select(artifact => artifact.Name));
        var error = Assert.ThrowsAny<SparkException>(() => spark.CopyFromLocalToFs(folder.At("words.txt"), folder.At("copied.txt")));
        Assert.Contains("local file system", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Frames_ColumnsAndSchemas_AreFoundByName()
    {
        await using var spark = server.Session();
        using var folder = new TemporaryFolder();
        await spark.Range(3).Write().Format("json").SaveAsync(folder.At("out"), Cancelled);
        var read = spark.Read().Schema("id BIGINT").Json(folder.At("out"));
        Assert.Equal([2L], await read.Select(CoScheduler.Spark.Sql.Functions.Column("id")).OrderBy("id").Offset(2).CollectAsync<long>(Cancelled));
        Assert.Equal([0L, 1L, 2L], (await read.Select(read.Col("id")).OrderBy("id").CollectAsync<long>(Cancelled)));
        Assert.EndsWith(".json", read.Select(read.MetadataColumn("_metadata").GetField("file_name")).First().GetAs<string>(0), StringComparison.Ordinal);
        var schema = new StructType([new StructField("id", new LongType()), new StructField("name", new StringType())]);
        Assert.Equal((1, "`id` BIGINT, `name` STRING"), (schema.FieldIndex("name"), schema.ToDdl()));
        Assert.Equal(schema, spark.Read().Schema(schema.ToDdl()).Json(folder.At("out")).Schema());
        var row = new GenericRow([7L, "x"]);
        Assert.Equal((2, 7L, "x", "x"), (row.Size(), row.Get(0), row.GetAs<string>(1), row[1]));
        Assert.Equal([(7L, "x")], await spark.CreateDataFrame([row], schema).CollectAsync<(long, string)>(Cancelled));
        Assert.Equal(2, spark.Sql("SELECT 1, 2").First().Size());
    }

    [Fact]
    public async Task StorageLevels_EachPersists_AndIsDescribed()
    {
        await using var spark = server.Session();
        StorageLevel[] levels =
        [
            StorageLevel.DISK_ONLY_2, StorageLevel.DISK_ONLY_3, StorageLevel.MEMORY_ONLY_2, StorageLevel.MEMORY_ONLY_SER, StorageLevel.MEMORY_ONLY_SER_2,
            StorageLevel.MEMORY_AND_DISK, StorageLevel.MEMORY_AND_DISK_2, StorageLevel.MEMORY_AND_DISK_SER, StorageLevel.MEMORY_AND_DISK_SER_2,
        ];
        foreach (var level in levels)
        {
            var numbers = spark.Range(3).Persist(level);
            Assert.Equal(level, numbers.StorageLevel());
            Assert.NotEmpty(level.Description());
            numbers.Unpersist();
        }

        spark.Catalog.ClearCache();
    }

    private sealed class Running(Action act) : IProgress<ExecutionProgress>
    {
        public void Report(ExecutionProgress value)
        {
            if (value.TasksInFlight > 0)
            {
                act();
            }
        }
    }
}
