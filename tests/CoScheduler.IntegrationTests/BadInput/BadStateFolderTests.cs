using CoScheduler.IntegrationTests.Crashes;
using CoScheduler.IntegrationTests.Kit;
using Microsoft.Data.Sqlite;
using Xunit;

namespace CoScheduler.IntegrationTests.BadInput;

[Collection(ProcessTests.Name)]
public sealed class BadStateFolderTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);
    private static readonly Dictionary<string, string?> NoSpark = new() { ["SPARK_HOME"] = null };
    private readonly StateFolder _folder = new();

    private string State => Path.Combine(_folder.Path, "state");

    private string Journal => Path.Combine(State, "journal.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Up_StateFolderInUse_SaysByWhomAndTheFirstGoesOn()
    {
        await using var server = await StartAsync();

        var (exit, error) = await UpAsync(State);

        Assert.Equal(1, exit);
        Assert.Contains("journal_locked", error, StringComparison.Ordinal);
        Assert.Contains($"process {server.ProcessId}", error, StringComparison.Ordinal);
        Assert.NotEmpty((await server.GetAsync("v1/agents"))["items"]!.AsArray());
        Assert.Equal(0, await server.StopAsync());
    }

    [Fact]
    public async Task Up_PortInUse_SaysSoAndLeavesNothing()
    {
        await using var server = await StartAsync();
        var other = Path.Combine(_folder.Path, "other");

        var (exit, error) = await UpAsync(other, "--listen", server.Address.ToString());

        Assert.Equal(1, exit);
        Assert.Contains("port_in_use", error, StringComparison.Ordinal);
        await Leftovers.NoneAsync(other, Limit);
        Assert.Equal(0, await server.StopAsync());
    }

    [Fact]
    public async Task Up_StateFolderUnwritable_SaysWhatToDo()
    {
        var file = Path.Combine(_folder.Path, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);

        var (exit, error) = await UpAsync(Path.Combine(file, "state"));

        Assert.Equal(1, exit);
        Assert.Contains("state_unwritable", error, StringComparison.Ordinal);
        Assert.Contains("--state", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("journal.db", "UPDATE head SET version = 99", "journal_newer")]
    [InlineData("requests.db", "PRAGMA user_version = 99", "store_newer")]
    public async Task Up_StateOfANewerVersion_IsRefusedByName(string file, string sql, string code)
    {
        await using (var server = await StartAsync())
        {
            Assert.Equal(0, await server.StopAsync());
        }

        var path = Path.Combine(State, file);
        await using (var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString()))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }

        var (exit, error) = await UpAsync(State);

        Assert.Equal(1, exit);
        Assert.Contains(code, error, StringComparison.Ordinal);
        Assert.Contains("99", error, StringComparison.Ordinal);
        await Leftovers.NoneAsync(State, Limit);
    }

    [Fact]
    public async Task Up_LastRecordTorn_IsCutOffAndSaid()
    {
        var log = await KilledAsync();
        await using (var file = File.OpenWrite(log))
        {
            file.SetLength(file.Length - 100);
        }

        await using var server = await StartAsync();

        Assert.Contains("cut off", server.Log, StringComparison.Ordinal);
        await Within.LimitAsync(Limit, "its agent is there", async () => (await server.GetAsync("v1/agents"))["items"]!.AsArray().Count == 1);
        Assert.Equal(0, await server.StopAsync());
        await Leftovers.NoneAsync(State, Limit);
    }

    [Fact]
    public async Task Up_EarlierRecordCorrupt_StopsWithItsNumber()
    {
        var log = await KilledAsync();
        await using (var file = File.Open(log, FileMode.Open, FileAccess.ReadWrite))
        {
            // In the first frame of the write-ahead log: behind it stand commits that were acknowledged.
            file.Position = 2000;
            var old = file.ReadByte();
            file.Position = 2000;
            file.WriteByte((byte)(old ^ 0xFF));
        }

        var (exit, error) = await UpAsync(State);

        Assert.Equal(1, exit);
        Assert.Contains("journal_torn", error, StringComparison.Ordinal);
        Assert.Matches("at record [0-9]+", error);
        await Leftovers.NoneAsync(State, Limit);
    }

    private Task<ServerProcess> StartAsync() => ServerProcess.StartAsync(State, NoSpark, "--agent", "machine=cpus:2,mem:2Gi", "--recovery-timeout", "0s");

    /// <summary>A journal whose server was killed: its records stand in the write-ahead log.</summary>
    private async Task<string> KilledAsync()
    {
        await using var server = await StartAsync();
        await server.KillAsync();
        return Journal + "-wal";
    }

    private static async Task<(int Exit, string Error)> UpAsync(string state, params string[] arguments)
    {
        string[] listen = arguments.Contains("--listen") ? [] : ["--listen", "http://127.0.0.1:0"];
        var (exit, output, error) = await ProgramProcess.RunAsync(Limit, NoSpark, ["up", "--state", state, .. listen, .. arguments]);
        Assert.DoesNotContain("ready", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        return (exit, error);
    }
}
