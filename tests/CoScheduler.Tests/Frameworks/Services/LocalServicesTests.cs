using System.Collections.Immutable;
using CoScheduler.Frameworks.Services;
using CoScheduler.Local;
using CoScheduler.Master;
using CoScheduler.Pool;
using CoScheduler.Storage.Frameworks;
using CoScheduler.Storage.Journal;
using CoScheduler.Storage.Secrets;
using CoScheduler.Tests.Local;
using CoScheduler.Tests.Master;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CoScheduler.Tests.Frameworks.Services;

/// <summary>Real replicas: the real master on a real journal, a supervisor and its processes.</summary>
public sealed class LocalServicesTests : IDisposable
{
    private const string Manifest = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: site}
        spec:
          replicas: 2
          template:
            spec:
              containers:
              - command: [sh, -c, 'echo "$PORT $$"; exec sleep 600']
                ports: [{name: http}]
                resources: {requests: {cpu: 100m, memory: 64Mi}}
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ServerIsGoneAndBack_ReplicasStay_UntilTheServiceIsDeleted()
    {
        var first = await Server.StartAsync(_folder.Path);
        first.Services.Apply(Manifest);
        var before = await first.UntilAsync(view => view?.Running == 2);
        var pids = await first.PidsAsync(before!);
        await first.CrashAsync();

        var second = await Server.StartAsync(_folder.Path);
        var after = await second.UntilAsync(view => view?.Running == 2);
        Assert.Equal(before!.Members.Select(member => member.Task), after!.Members.Select(member => member.Task));
        Assert.Equal(pids, await second.PidsAsync(after));

        Assert.Null(second.Services.Delete("site"));
        await second.UntilAsync(view => view is null);
        await Eventually.GoneAsync([.. pids]);
        await second.StopAsync();
    }

    [Fact]
    public async Task ProgramThatIsNotThere_IsSaidWithItsReason()
    {
        var server = await Server.StartAsync(_folder.Path);
        server.Services.Apply(Manifest.Replace("[sh, -c, 'echo \"$PORT $$\"; exec sleep 600']", "[no-such-program]", StringComparison.Ordinal));

        var view = await server.UntilAsync(view => view?.Members[0].LastFailure is not null);

        Assert.Contains("no-such-program", view!.Members[0].LastFailure!.Detail, StringComparison.Ordinal);
        await server.StopAsync();
    }

    private sealed class Server
    {
        private readonly SqliteJournal _journal;
        private readonly SqliteFrameworkStore _store;
        private readonly LocalSubstrate _substrate;
        private readonly PoolMaster _master;

        private Server(string folder)
        {
            _journal = new SqliteJournal(folder);
            _store = new SqliteFrameworkStore(folder);
            var options = TestAgent.OptionsFor(folder, TimeSpan.FromSeconds(30)) with
            {
                Agents = [new LocalAgent(TestAgent.Agent, ResourceVector.Parse("cpus:4,mem:4Gi"), ImmutableSortedDictionary<string, string>.Empty)],
            };
            _substrate = new LocalSubstrate(options, TimeProvider.System, NullLogger<LocalSubstrate>.Instance);
            _master = new PoolMaster(_journal, new FileSecretStore(folder), new MasterOptions(), TimeProvider.System, NullLogger<PoolMaster>.Instance, _ => { });
            Services = new ServicesFramework(_store, _master, new ServicesOptions(), TimeProvider.System, NullLogger<ServicesFramework>.Instance);
        }

        public ServicesFramework Services { get; }

        public static async Task<Server> StartAsync(string folder)
        {
            var server = new Server(folder);
            await server._master.StartAsync(TestMaster.Cancellation);
            await server._master.AddSubstrateAsync(server._substrate, TestMaster.Cancellation);
            await server._master.AddFrameworkAsync(server.Services, TestMaster.Cancellation);
            return server;
        }

        public async Task<ServiceView?> UntilAsync(Func<ServiceView?, bool> condition)
        {
            await Eventually.TrueAsync(() => condition(Services.Find("site")), "the service is so");
            return Services.Find("site");
        }

        /// <summary>The processes that run, which print their ports and ids.</summary>
        public async Task<int[]> PidsAsync(ServiceView view)
        {
            List<int> pids = [];
            foreach (var member in view.Members)
            {
                string[] printed = [];
                await Eventually.TrueAsync(async () => (printed = await PrintedAsync(member.Task!.Value)).Length == 2, "a replica has printed");
                Assert.Equal(member.Ports.Single(), int.Parse(printed[0], System.Globalization.CultureInfo.InvariantCulture));
                pids.Add(int.Parse(printed[1], System.Globalization.CultureInfo.InvariantCulture));
            }

            return [.. pids];
        }

        /// <summary>What a killed server leaves: its locks are lifted, its connection is cut, and nobody was told.</summary>
        public async Task CrashAsync()
        {
            await _substrate.DisposeAsync();
            _journal.Dispose();
            _store.Dispose();
        }

        public async Task StopAsync()
        {
            await _master.StopAsync(leaveTasks: false, TestMaster.Cancellation);
            await _substrate.DisposeAsync();
            _store.Dispose();
        }

        private async Task<string[]> PrintedAsync(TaskId task)
        {
            var slice = await _master.ReadLogAsync(task, LogStream.Out, 0, 1000, TestMaster.Cancellation);
            return slice is null ? [] : System.Text.Encoding.UTF8.GetString(slice.Bytes.Span).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        }
    }
}
