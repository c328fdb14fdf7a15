using CoScheduler.Cli;

// The verbs that supervisors and workers are started by stay clear of the parser: they must start fast.
return args switch
{
    ["supervisor", .. var rest] => await CoScheduler.Local.SupervisorProgram.RunAsync(rest, CancellationToken.None),
    ["duckdb-worker", .. var rest] => await CoScheduler.Embedded.DuckDb.WorkerProgram.RunAsync(rest, CancellationToken.None),
    ["site"] => await CoScheduler.Examples.Coupons.Site.RunAsync(),
    _ => await CommandLine.RunAsync(args, Console.Out, Console.Error),
};
