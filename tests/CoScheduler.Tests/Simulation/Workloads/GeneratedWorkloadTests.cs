using System.Text.Json;
using CoScheduler.Pool.Roles;
using CoScheduler.Simulation.Reports;
using CoScheduler.Simulation.Workloads;
using Xunit;

namespace CoScheduler.Tests.Simulation.Workloads;

public sealed class GeneratedWorkloadTests
{
    private const long Hour = 3_600_000;

    [Fact]
    public void Play_OneSeedTwice_GivesTheSameReport()
    {
        Assert.Equal(Play(3, 1), Play(3, 1));
        Assert.NotEqual(Play(3, 1), Play(4, 1));
    }

    [Fact]
    public void Play_AgentsThatAreLost_LoseTheirTasks()
    {
        var report = Report(5, 1);
        Assert.Empty(report.Refused);
        Assert.Contains(report.Roles, role => role.Lost > 0);
        Assert.All(report.Utilisation.Values, share => Assert.InRange(share, 0.01, 1));
        Assert.All(report.Roles, role => Assert.InRange(role.Fragmentation, 0, 1));
    }

    [Fact]
    public void Quota_OfAnySize_IsValid()
    {
        foreach (var agents in new[] { 1, 7, 1000 })
        {
            Assert.Empty(QuotaValidator.Validate(new GeneratedWorkload(new GeneratedWorldOptions(1, agents, Hour, 0)).Quota));
        }
    }

    private static string Play(long seed, int losses) => JsonSerializer.Serialize(Report(seed, losses));

    private static SimulationReport Report(long seed, int losses)
    {
        var generated = new GeneratedWorkload(new GeneratedWorldOptions(seed, 3, Hour, losses));
        return WorkloadRun.Play(generated.Create(), generated.Quota, WorkTimes.Default, TestContext.Current.CancellationToken);
    }
}
