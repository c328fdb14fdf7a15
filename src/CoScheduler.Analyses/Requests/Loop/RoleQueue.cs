namespace CoScheduler.Analyses;

/// <summary>The requests of one role: those that wait for their turn, in the order in which they were accepted, and how many stand where.</summary>
internal sealed class RoleQueue(string role)
{
    public string Role { get; } = role;

    public SortedSet<LiveRequest> Waiting { get; } = [];

    /// <summary>How many were handed to an engine and have not come back.</summary>
    public int Dispatched { get; set; }

    public int Queued { get; set; }

    public int Running { get; set; }

    public void Count(RequestState state, int by)
    {
        if (state is RequestState.Accepted or RequestState.Queued)
        {
            Queued += by;
        }
        else if (state is RequestState.Running)
        {
            Running += by;
        }
    }
}
