using CoScheduler.Pool;
using CoScheduler.Storage.Frameworks;
using Xunit;

namespace CoScheduler.Tests.Storage.Frameworks;

public sealed class SqliteFrameworkStoreTests
{
    [Fact]
    public void Save_Changes_LastsAndKeepsFrameworksApart()
    {
        using var folder = new TemporaryFolder();
        var (one, other) = (new FrameworkId("one"), new FrameworkId("other"));
        using (var store = new SqliteFrameworkStore(folder.Path))
        {
            store.Save(one, new Dictionary<string, string?> { ["a"] = "1", ["b"] = "2" });
            store.Save(other, new Dictionary<string, string?> { ["a"] = "other" });
            store.Save(one, new Dictionary<string, string?> { ["a"] = null, ["b"] = "3" });
        }

        using var again = new SqliteFrameworkStore(folder.Path);

        Assert.Equal([KeyValuePair.Create("b", "3")], again.Load(one));
        Assert.Equal([KeyValuePair.Create("a", "other")], again.Load(other));
    }
}
