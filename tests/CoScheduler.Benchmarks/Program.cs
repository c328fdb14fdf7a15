using CoScheduler.Benchmarks;
using CoScheduler.Benchmarks.Cases;
using CoScheduler.Benchmarks.Cases.Connect;
using CoScheduler.Benchmarks.Cases.Pool;

// dotnet run -c Release --project tests/CoScheduler.Benchmarks -- LIST|NAME…: one JSON line a case (contract.md section 6).
IReadOnlyList<IBenchmark> all = [new ServerStart(), new ServerIdle(), new ServerCost(), new EmbeddedCoupons(), new SparkCoupons(), .. PoolCases.All, .. ConnectCases.All];
if (args is ["LIST"] or ["list"])
{
    foreach (var benchmark in all)
    {
        Console.WriteLine($"{benchmark.Name}: {benchmark.Summary}");
    }

    return 0;
}

var unknown = args.Where(name => all.All(b => b.Name != name)).ToList();
if (unknown.Count > 0)
{
    Console.Error.WriteLine($"No case {string.Join(", ", unknown)}; LIST names them.");
    return 2;
}

var failed = 0;
foreach (var benchmark in all.Where(b => args.Length == 0 || args.Contains(b.Name)))
{
    try
    {
        await foreach (var result in benchmark.RunAsync(CancellationToken.None))
        {
            Console.WriteLine(result.ToJson());
        }
    }
    catch (CaseSkippedException skipped)
    {
        Console.Error.WriteLine($"{benchmark.Name}: skipped: {skipped.Message}");
    }
    catch (Exception error) when (error is InvalidOperationException or TimeoutException)
    {
        Console.Error.WriteLine($"{benchmark.Name}: failed: {error.Message}");
        failed++;
    }
}

return failed == 0 ? 0 : 1;
