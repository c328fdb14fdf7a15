if (args is [CoScheduler.Embedded.DuckDb.WorkerProgram.Verb, .. var workerArguments])
{
    return await CoScheduler.Embedded.DuckDb.WorkerProgram.RunAsync(workerArguments, CancellationToken.None);
}

return 0;
