using CoScheduler.Triggers.Kafka;
using CsCheck;
using Xunit;

namespace CoScheduler.Tests.Triggers.Kafka.Tables;

public sealed class ChangeLogTests
{
    [Fact]
    public void ReadSince_NoChange_IsEmpty()
    {
        var log = new ChangeLog();
        log.Set("a", "1");
        log.Set("a", "1");
        log.Set("gone", null);

        Assert.Equal(1, log.Version);
        Assert.Empty(log.ReadSince(1).Changed);
    }

    [Fact]
    public void ReadSince_ADeletedRow_IsNullForWhoHadItAndNothingForWhoHadNot()
    {
        var log = new ChangeLog();
        log.Set("a", "1");
        log.Set("b", "2");
        log.Set("a", null);

        Assert.Equal([new("a", null)], log.ReadSince(2).Changed);
        Assert.Equal([new("b", "2")], log.ReadSince(0).Changed);
        Assert.Equal(1, log.Rows);
    }

    [Fact]
    public void ReadSince_AVersionThatNeverWas_GivesEverything()
    {
        var log = new ChangeLog();
        log.Set("a", "1");

        Assert.Equal([new("a", "1")], log.ReadSince(99).Changed);
    }

    [Fact]
    public void ReadSince_AnyReader_HasTheTableAfterEachRead() =>
        Gen.Select(Gen.Int[0, 20], Gen.Int[-1, 3], Gen.Bool).Array[0, 3000].Sample(
            changes =>
            {
                var log = new ChangeLog();
                var table = new SortedDictionary<string, string>(StringComparer.Ordinal);
                var copy = new SortedDictionary<string, string>(StringComparer.Ordinal);
                long version = 0;
                foreach (var (key, value, read) in changes)
                {
                    Set(table, $"{key}", value < 0 ? null : $"{value}");
                    log.Set($"{key}", value < 0 ? null : $"{value}");
                    if (read)
                    {
                        var since = log.ReadSince(version);
                        version = since.Version;
                        foreach (var (changed, json) in since.Changed)
                        {
                            Set(copy, changed, json);
                        }

                        Assert.Equal(table, copy);
                    }
                }

                Assert.Equal(table.Count, log.Rows);
            },
            iter: 50);

    private static void Set(SortedDictionary<string, string> table, string key, string? value)
    {
        if (value is null)
        {
            table.Remove(key);
        }
        else
        {
            table[key] = value;
        }
    }
}
