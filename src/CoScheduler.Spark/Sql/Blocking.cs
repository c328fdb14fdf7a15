namespace CoScheduler.Spark.Sql;

/// <summary>Waits for an asynchronous call, away from a synchronization context that it could not return to.</summary>
internal static class Blocking
{
    public static T Run<T>(Func<Task<T>> call) => Task.Run(call).GetAwaiter().GetResult();

    public static void Run(Func<Task> call) => Task.Run(call).GetAwaiter().GetResult();

    /// <summary>Reads a stream step by step; who stops early ends it.</summary>
    public static IEnumerable<T> Enumerate<T>(IAsyncEnumerable<T> stream)
    {
        var reader = stream.GetAsyncEnumerator();
        try
        {
            while (Next(reader))
            {
                yield return reader.Current;
            }
        }
        finally
        {
            Run(() => reader.DisposeAsync().AsTask());
        }
    }

    // What is there already needs no other thread, and there are as many steps as rows.
    private static bool Next<T>(IAsyncEnumerator<T> reader)
    {
        if (SynchronizationContext.Current is not null)
        {
            return Run(() => reader.MoveNextAsync().AsTask());
        }

        var step = reader.MoveNextAsync();
        return step.IsCompleted ? step.GetAwaiter().GetResult() : step.AsTask().GetAwaiter().GetResult();
    }
}
