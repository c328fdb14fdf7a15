namespace CoScheduler.Local.ControlGroups;

/// <summary>All processes of a task, however they were started.</summary>
internal interface ITaskGroup
{
    /// <summary>Files that the task's first process writes 0 to, in order to be in the group from its first moment.</summary>
    IReadOnlyList<string> JoinFiles { get; }

    /// <summary>How often the kernel killed one of them for want of memory.</summary>
    long OutOfMemoryKills { get; }

    /// <summary>Sends SIGKILL to all that are there now.</summary>
    /// <param name="leader">The task's first process.</param>
    /// <returns>How many were there; ended ones are not counted.</returns>
    int Kill(int leader);

    /// <summary>Lets go of the group, once it is empty.</summary>
    /// <returns>Whether it is gone.</returns>
    bool TryRemove();
}
