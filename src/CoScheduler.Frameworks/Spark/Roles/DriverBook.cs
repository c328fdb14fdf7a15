using Microsoft.Extensions.Logging;

namespace CoScheduler.Frameworks.Spark;

/// <summary>Enters what is heard of a role's driver.</summary>
internal static class DriverBook
{
    public static void Enter(RoleState state, DriverNews news, long now, ILogger logger)
    {
        if (state.Driver is not { } driver || driver.Task != news.Driver)
        {
            return;
        }

        switch (news)
        {
            case DriverRegisters when driver.Phase == DriverPhase.Starting:
                driver.Enter(DriverPhase.Registering);
                break;
            case DriverServes(var serving) when driver.Phase is DriverPhase.Starting or DriverPhase.Registering:
                driver.Enter(DriverPhase.Serving);
                driver.Serving = serving;
                state.DriverBackoff.Succeed();
                state.LastFailure = null;
                state.LastRequest = now;
                Log.Serving(logger, driver.Task, state.Role, serving.Connect.Endpoint.ToString(), now - driver.Since);
                break;
            case DriverWarmed:
                driver.IsWarm = true;
                break;
            case DriverSampled(_, var sample):
                Observe(state, driver, sample, now);
                break;
        }
    }

    private static void Observe(RoleState state, DriverState driver, DriverSample sample, long now)
    {
        driver.MaxNeeded = sample.MaxNeeded;
        foreach (var executor in state.Executors.Values.Where(executor => executor.Driver == driver.Task))
        {
            executor.Observe(sample.Executors.GetValueOrDefault(executor.ExecutorId), now);
            if (executor.Registered)
            {
                state.ExecutorBackoff.Succeed();
            }
        }
    }
}
