if (args is [CoScheduler.Embedded.DuckDb.WorkerProgram.Verb, .. var workerArguments])
{
    return await CoScheduler.Embedded.DuckDb.WorkerProgram.RunAsync(workerArguments, CancellationToken.None);
}

if (args is [CoScheduler.Local.SupervisorProgram.Verb, .. var supervisorArguments])
{
    return await CoScheduler.Local.SupervisorProgram.RunAsync(supervisorArguments, CancellationToken.None);
}

return 0;
