using CoScheduler.Server.Options;
using Xunit;

namespace CoScheduler.Tests.Server.Options;

public sealed class ServerOptionsReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_Nothing_HasTheDefaults()
    {
        var options = Good(Read([]));
        Assert.Equal("http://127.0.0.1:7070/", options.Listen.AbsoluteUri);
        Assert.Equal("default", options.Cluster);
        Assert.Equal(TimeSpan.FromSeconds(60), options.RecoveryTimeout);
        Assert.Null(options.Kafka);
        Assert.False(options.DetachTasks);
        Assert.Equal("local", Assert.Single(options.Agents).Name);
    }

    [Fact]
    public void Read_FlagEnvironmentAndFile_TheStrongerWins()
    {
        var config = Config("cluster: file\nkafka: file:1\nengine: duckdb\n");
        var options = Good(Read([Flag("cluster", "flag")], config, ("COSCHEDULER_CLUSTER", "environment"), ("COSCHEDULER_KAFKA", "environment:1")));
        Assert.Equal(("flag", "environment:1", "duckdb"), (options.Cluster, options.Kafka, options.Engine));
    }

    [Fact]
    public void Read_EmptyVariable_IsNotThere() => Assert.Null(Good(Read([], null, ("COSCHEDULER_KAFKA", ""))).Kafka);

    [Fact]
    public void Read_ConfigNamedByTheEnvironment_IsRead() => Assert.Equal("c", Good(Read([], null, ("COSCHEDULER_CONFIG", Config("cluster: c\n")))).Cluster);

    [Fact]
    public void Read_StateDirectories_InTheirOrder()
    {
        Assert.Equal("/s", Good(Read([Flag("state", "/s")], null, ("STATE_DIRECTORY", "/d"))).State);
        Assert.Equal("/d", Good(Read([], null, ("STATE_DIRECTORY", "/d:/e"), ("XDG_STATE_HOME", "/x"))).State);
        Assert.Equal("/x/coscheduler", Good(Read([], null, ("XDG_STATE_HOME", "/x"))).State);
    }

    [Fact]
    public void Read_SeveralAgents_AllAreThere()
    {
        Assert.Equal(["a", "b"], Good(Read([Flag("agent", "a=cpus:2,mem:1Gi", "b=cpus:1,mem:1Gi")])).Agents.Select(a => a.Name));
        Assert.Equal(["a", "b"], Good(Read([], null, ("COSCHEDULER_AGENT", "a=cpus:2,mem:1Gi b=cpus:1,mem:1Gi"))).Agents.Select(a => a.Name));
    }

    [Fact]
    public void Read_ManyFaults_NamesAllAtOnceWithTheirOrigin()
    {
        var faults = Bad(Read(
            [
                Flag("listen", "nowhere"), Flag("agent", "x", "a=mem:4", "a=cpus:1,mem:1Gi", "../b=cpus:1"), Flag("engine", "hive"),
                Flag("cluster", "a b"), Flag("recovery-timeout", "1 year"), Flag("tokens", "/not/there"), Flag("analyses", "/not/there"),
            ],
            null,
            ("COSCHEDULER_DETACH_TASKS", "maybe")));
        string[] origins = ["--agent", "--agent", "--agent", "--analyses", "--cluster", "--engine", "--listen", "--recovery-timeout", "--tokens", "COSCHEDULER_DETACH_TASKS"];
        Assert.Equal(origins, faults.Select(f => f.Origin).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("http://0.0.0.0:7070", "--tokens")]
    [InlineData("http://example.org:7070", "by number")]
    [InlineData("http://127.0.0.1:7070/api", "no address")]
    [InlineData("https://127.0.0.1:7070", "--tls-cert")]
    [InlineData("ftp://127.0.0.1:7070", "no address")]
    public void Read_ListenThatCannotBe_SaysWhatToDo(string listen, string word) =>
        Assert.Contains(Bad(Read([Flag("listen", listen)])), f => f.Message.Contains(word, StringComparison.Ordinal));

    [Fact]
    public void Read_Localhost_IsItsNumber() => Assert.Equal("http://127.0.0.1:0/", Good(Read([Flag("listen", "http://localhost:0")])).Listen.AbsoluteUri);

    [Fact]
    public void Read_CertificateWithoutHttps_IsAFault() => Assert.Single(Bad(Read([Flag("tls-cert", Config("x"))])));

    [Fact]
    public void Read_OneValueGivenTwice_IsAFault() => Assert.Contains("2", Assert.Single(Bad(Read([Flag("cluster", "a", "b")]))).Message, StringComparison.Ordinal);

    [Fact]
    public void EnvironmentVariable_OfAnOption_IsItsNameInCapitals() =>
        Assert.Equal("COSCHEDULER_RECOVERY_TIMEOUT", OptionNames.EnvironmentVariable("recovery-timeout"));

    private static Setting Flag(string name, params string[] values) => new(name, values, $"--{name}");

    private static (ServerOptions? Options, IReadOnlyList<OptionFault> Faults) Read(IReadOnlyList<Setting> flags, string? config = null, params (string Name, string Value)[] environment) =>
        ServerOptionsReader.Read(flags, config, environment.ToDictionary(e => e.Name, e => e.Value), ["self"]);

    private static ServerOptions Good((ServerOptions? Options, IReadOnlyList<OptionFault> Faults) read)
    {
        Assert.Empty(read.Faults);
        return read.Options!;
    }

    private static IReadOnlyList<OptionFault> Bad((ServerOptions? Options, IReadOnlyList<OptionFault> Faults) read)
    {
        Assert.Null(read.Options);
        return read.Faults;
    }

    private string Config(string text)
    {
        var path = _folder.File($"{Guid.NewGuid():N}.yaml");
        File.WriteAllText(path, text);
        return path;
    }
}
