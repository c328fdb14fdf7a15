namespace CoScheduler.Spark.Sql;

/// <summary>Waits for an asynchronous call, away from a synchronization context that it could not return to.</summary>
internal static class Blocking
{
    public static T Run<T>(Func<Task<T>> call) => Task.Run(call).GetAwaiter().GetResult();

    public static void Run(Func<Task> call) => Task.Run(call).GetAwaiter().GetResult();
}
