using CoScheduler.Storage.Secrets;
using Xunit;

namespace CoScheduler.Tests.Storage.Secrets;

public sealed class FileSecretStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void GetOrCreate_Twice_GivesTheSameSecret_AlsoToAnotherStore()
    {
        var store = new FileSecretStore(_folder.Path);

        var made = store.GetOrCreate("spark/analytics.realtime");

        Assert.Equal(43, made.Length);
        Assert.Equal(made, store.GetOrCreate("spark/analytics.realtime"));
        Assert.Equal(made, new FileSecretStore(_folder.Path).Find("spark/analytics.realtime"));
    }

    [Fact]
    public void GetOrCreate_NamesThatWouldLeaveTheFolder_StayInIt()
    {
        var store = new FileSecretStore(_folder.Path);

        var secrets = new[] { "../outside", "..", ".", "a/b", "a%2Fb" }.Select(store.GetOrCreate).Distinct().Count();

        Assert.Equal(5, secrets);
        Assert.Equal(5, Directory.GetFiles(_folder.File("secrets")).Length);
        Assert.Single(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void GetOrCreate_OnUnix_IsReadableByItsOwnerOnly()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no file modes.");
            return;
        }

        new FileSecretStore(_folder.Path).GetOrCreate("one");

        var file = Directory.GetFiles(_folder.File("secrets")).Single();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public void Find_Unknown_IsNull() => Assert.Null(new FileSecretStore(_folder.Path).Find("none"));
}
