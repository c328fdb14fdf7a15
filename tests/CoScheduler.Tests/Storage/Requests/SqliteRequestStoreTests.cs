using System.Collections.Immutable;
using CoScheduler.Analyses;
using CoScheduler.Storage.Requests;
using Microsoft.Data.Sqlite;
using Xunit;

namespace CoScheduler.Tests.Storage.Requests;

public sealed class SqliteRequestStoreTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_WhatWasKept_IsReadAsItWasWritten()
    {
        var live = Record(1) with
        {
            State = RequestState.Running,
            Attempt = 2,
            NextSeq = 3,
            Reason = new("ahead", "Others.", ImmutableSortedDictionary<string, long>.Empty.Add("ahead", 7)),
            RunningAt = Now.AddTicks(1),
            Deadline = Now.AddHours(1),
            Bound = "timeout",
            ResumeToken = "r",
            LastBatch = "b",
            Rows = 5,
        };
        var failed = Record(2) with { State = RequestState.Failed, EndedAt = Now, Error = new("invalid", "Wrong.") { Errors = [new("/n", "missing", "Give it.")] } };
        var cancel = new RememberedCancel(new("/shop", "x"), "ada", Now, Entry(9, null, terminal: true) with { Attempt = 0 });
        using (var store = Open(out _))
        {
            store.Commit([Added(live, Entry(1, 1)), Added(failed, Entry(2, 2)), new CancelRemembered(cancel)]);
        }

        using var again = Open(out var content);

        Assert.Equal(Text(live), Text(Assert.Single(content.Live)));
        Assert.Equal(Text(failed), Text(again.Find(failed.Key)!));
        Assert.Equal((2, 9), (content.LastNumber, content.LastSequence));
        var remembered = Assert.Single(content.Cancels);
        Assert.Equal((cancel.Key, cancel.By, cancel.At), (remembered.Key, remembered.By, remembered.At));
        Assert.Equal(Text(cancel.Refusal!), Text(remembered.Refusal!));
        Assert.Equal([1, 2], again.Unsent(10, 1 << 20).Select(r => r.Sequence));
        Assert.Equal("text", again.FindAnalysis("v1")!.Text);
        Assert.Equal(Text(Entry(1, 1).Event), Text(Assert.Single(again.Events(1, 0)).Event));
    }

    [Fact]
    public void Commit_ChangeOfARequestThatHasEnded_ChangesNothing()
    {
        using var store = Open(out _);
        var done = Record(1) with { State = RequestState.Done, EndedAt = Now };
        store.Commit([Added(Record(1)), new RequestChanged(done, [Entry(1, 1)])]);

        store.Commit([new RequestChanged(done with { State = RequestState.Cancelled }, [Entry(2, 1)])]);

        Assert.Equal(RequestState.Done, store.Find(done.Key)!.State);
        Assert.Single(store.Events(1, 0));
    }

    [Fact]
    public void Commit_RepliesSent_AreNotUnsentUntilTheyAreRepeated()
    {
        using var store = Open(out _);
        store.Commit([Added(Record(1), Entry(1, 1), Entry(2, 1, terminal: true)), new MessageRefused(Entry(3, null))]);

        store.Commit([new RepliesSent([1, 2, 3])]);
        Assert.Empty(store.Unsent(10, 1 << 20));

        store.Commit([new EventsRepeated(1, 1, TerminalOnly: true)]);
        Assert.Equal([2], store.Unsent(10, 1 << 20).Select(r => r.Sequence));
        store.Commit([new EventsRepeated(1, 1, TerminalOnly: false), new ReplyUndeliverable(2, new("unknown_topic", "None."))]);
        Assert.Equal([1], store.Unsent(10, 1 << 20).Select(r => r.Sequence));
    }

    [Fact]
    public void Commit_DiskIsFull_KeepsNothingOfItAndSaysSo()
    {
        using var store = Open(out _);
        store.Commit([Added(Record(1))]);
        store.LimitPages(30);

        var full = Assert.Throws<RequestStoreException>(() =>
        {
            for (var number = 2; number < 1_000; number++)
            {
                store.Commit([Added(Record(number), Entry(number, number))]);
            }
        });

        Assert.Equal("store_full", full.Code);
        var kept = store.List(new(Limit: 1)).Items[0].Key.Id;
        Assert.Null(store.Find(new("/shop", $"{int.Parse(kept, null) + 1}")));
        store.LimitPages(10_000);
        store.Commit([Added(Record(5_000))]);
    }

    [Fact]
    public void Open_FileOfANewerVersion_IsRefusedByName()
    {
        Open(out _).Dispose();
        using (var connection = new SqliteConnection($"Data Source={_folder.File(SqliteRequestStore.FileName)};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version = 99";
            command.ExecuteNonQuery();
        }

        using var store = new SqliteRequestStore(_folder.Path);
        var refused = Assert.Throws<RequestStoreException>(() => store.Open());

        Assert.Equal("store_newer", refused.Code);
        Assert.Contains("99", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_WhatIsNoDatabase_IsRefusedByName()
    {
        File.WriteAllText(_folder.File(SqliteRequestStore.FileName), new string('x', 10_000));

        using var store = new SqliteRequestStore(_folder.Path);

        Assert.Equal("store_failed", Assert.Throws<RequestStoreException>(() => store.Open()).Code);
    }

    private SqliteRequestStore Open(out RequestStoreContent content)
    {
        var store = new SqliteRequestStore(_folder.Path);
        content = store.Open();
        return store;
    }

    private static RequestAdded Added(RequestRecord record, params ImmutableArray<OutboxEntry> events) => new(record, new("v1", "/a.yaml", "text"), events);

    private static OutboxEntry Entry(long sequence, long? request, bool terminal = false) => new(
        sequence, request, 1, "key", "topic", 3, true,
        new($"e{sequence}", "coscheduler.analysis.rows", terminal, ImmutableSortedDictionary<string, string>.Empty.Add("id", $"e{sequence}").Add("seq", "0"), "application/json", "{}"u8.ToArray()));

    private static RequestRecord Record(long number) => new()
    {
        Number = number,
        Key = new("/shop", $"{number}"),
        Digest = "d",
        Analysis = "once",
        Version = "v1",
        Role = "shop/web",
        Engine = "duckdb",
        Parameters = "{}",
        Route = new("topic", 3, true, false, ResultFormat.Arrow, ImmutableSortedDictionary<string, string>.Empty.Add("traceparent", "00-1")),
        AcceptedAt = Now,
    };

    private static string Text<T>(T value) => System.Text.Json.JsonSerializer.Serialize(value);
}
