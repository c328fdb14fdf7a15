using CoScheduler.Analyses;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CoScheduler.Tests.Analyses;

public sealed class CatalogueWatcherTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Changed_FileIsWritten_TheNewCatalogueIsInForce()
    {
        Write("one", "SELECT 1 AS a");
        using var watcher = Watch();
        var changed = new TaskCompletionSource();
        watcher.Changed += changed.SetResult;

        Write("two", "SELECT 2 AS a");
        await AdvanceUntil(() => changed.Task.IsCompleted);

        Assert.Equal(["one", "two"], watcher.Current.Analyses.Keys);
    }

    [Fact]
    public async Task Changed_FileIsBad_TheOldCatalogueStaysUntilItIsGood()
    {
        Write("one", "SELECT 1 AS a");
        using var watcher = Watch();
        var old = watcher.Current;

        Write("one", "SELECT :nobody AS a");
        await AdvanceUntil(() => !watcher.Errors.IsEmpty);
        Assert.Same(old, watcher.Current);
        Assert.Equal("unknown_parameter", Assert.Single(watcher.Errors).Code);

        Write("one", "SELECT 3 AS a");
        await AdvanceUntil(() => watcher.Errors.IsEmpty);
        Assert.Equal("SELECT 3 AS a", watcher.Current.Find("one")!.Sql["*"]);
    }

    [Fact]
    public void Reload_SameContent_ChangesNothing()
    {
        Write("one", "SELECT 1 AS a");
        using var watcher = Watch();
        watcher.Changed += () => Assert.Fail("Nothing changed.");

        Write("one", "SELECT 1 AS a");
        watcher.Reload();
    }

    private CatalogueWatcher Watch() => new([_folder.Path], _time, NullLogger<CatalogueWatcher>.Instance);

    private void Write(string name, string sql) => File.WriteAllText(_folder.File(name + ".yaml"), $"name: {name}\nsql: {sql}\n");

    private Task AdvanceUntil(Func<bool> condition) => Until.TrueAsync(
        () =>
        {
            _time.Advance(CatalogueWatcher.Quiet);
            return condition();
        },
        "the files are read again");
}
