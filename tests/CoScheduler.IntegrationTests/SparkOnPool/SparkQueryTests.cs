using CoScheduler.Analyses;
using Xunit;

namespace CoScheduler.IntegrationTests.SparkOnPool;

public sealed class SparkQueryTests
{
    [Fact]
    public async Task Run_QueryWithParameters_StartsADriverAndGivesItsRows()
    {
        await using var machine = await SparkMachine.StartAsync();
        var analysis = Sample.Analysis("SELECT :a + 1 AS b, :t AS t, id FROM range(3) WHERE id >= :least ORDER BY id");
        var (sink, end) = await machine.RunAsync(Sample.Execution(
            analysis, ("a", ParameterType.BigInt, 41L), ("t", ParameterType.String, "it's; DROP TABLE x --"), ("least", ParameterType.Int, 1)));
        machine.Print();
        Assert.IsType<ExecutionDone>(end);
        Assert.Equal(
            ["{\"b\":\"42\",\"t\":\"it's; DROP TABLE x --\",\"id\":\"1\"}", "{\"b\":\"42\",\"t\":\"it's; DROP TABLE x --\",\"id\":\"2\"}"],
            sink.Rows);
        Assert.Contains(sink.Reasons, reason => reason.Code == "starting_driver");
    }
}
