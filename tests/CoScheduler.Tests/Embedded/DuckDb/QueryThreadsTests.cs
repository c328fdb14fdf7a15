using CoScheduler.Embedded.DuckDb;
using Xunit;

namespace CoScheduler.Tests.Embedded.DuckDb;

/// <summary>The threads that queries run on.</summary>
public sealed class QueryThreadsTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Run_OneAfterAnother_StaysOnOneThread()
    {
        using var threads = new QueryThreads();
        var seen = new HashSet<int>();
        for (var i = 0; i < 20; i++)
        {
            // Its thread is idle again a moment after its task is seen as done.
            seen.Add(await RunAsync(threads, static () => Environment.CurrentManagedThreadId));
            Assert.True(SpinWait.SpinUntil(() => threads.Idle == 1, Limit));
        }

        Assert.Single(seen);
    }

    [Fact]
    public async Task Run_WhileAnotherBlocks_HasAThreadOfItsOwn()
    {
        using var threads = new QueryThreads();
        using var release = new ManualResetEventSlim();
        var blocked = RunAsync(threads, () => release.Wait(Limit));
        var other = await RunAsync(threads, static () => Thread.CurrentThread.IsThreadPoolThread);
        release.Set();

        Assert.False(other);
        Assert.True(await blocked);
    }

    /// <summary>What awaits inside a query goes on there, and what fails fails its task alone.</summary>
    [Fact]
    public async Task Run_WhatFails_LeavesTheThread()
    {
        using var threads = new QueryThreads();
        await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync<int>(threads, static () => throw new InvalidOperationException("no")));
        var after = await Task.Factory.StartNew(
            static async () =>
            {
                await Task.Yield();
                return Thread.CurrentThread.Name;
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.None,
            threads).Unwrap().WaitAsync(Limit, TestContext.Current.CancellationToken);

        Assert.Equal("query", after);
    }

    [Fact]
    public void Dispose_AfterThat_NothingMayBegin()
    {
        var threads = new QueryThreads();
        threads.Dispose();

        Assert.IsType<ObjectDisposedException>(Assert.Throws<TaskSchedulerException>(() => { _ = RunAsync(threads, static () => 1); }).InnerException);
    }

    private static Task<T> RunAsync<T>(QueryThreads threads, Func<T> work) =>
        Task.Factory.StartNew(work, TestContext.Current.CancellationToken, TaskCreationOptions.None, threads).WaitAsync(Limit, TestContext.Current.CancellationToken);
}
