namespace CoScheduler.Local.ControlGroups;

/// <summary>Kills what is left of a group until nothing is.</summary>
internal static class GroupEnd
{
    private const int Rounds = 2000;
    private const int FastRounds = 50;

    /// <summary>Kills, and blocks until the processes are gone: they may start others meanwhile, and dying takes time.</summary>
    /// <param name="group">The group.</param>
    /// <param name="leader">The task's first process.</param>
    /// <returns>Whether nothing is left; false after about 20 s.</returns>
    public static bool KillAll(ITaskGroup group, int leader)
    {
        for (var round = 0; round < Rounds; round++)
        {
            if (group.Kill(leader) == 0)
            {
                return true;
            }

            Thread.Sleep(round < FastRounds ? 1 : 10);
        }

        return false;
    }
}
