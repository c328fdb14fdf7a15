using CoScheduler.Pool;

namespace CoScheduler.Frameworks.Services;

/// <summary>What a service at work needs from around it.</summary>
internal interface IServiceWorld
{
    FrameworkId Framework { get; }

    ServicesOptions Options { get; }

    DateTimeOffset Now { get; }

    /// <summary>Sends a command to the pool, after all that were sent before.</summary>
    void Send(Command command);

    /// <summary>A version of a demand, higher than any before.</summary>
    long NextVersion();

    /// <summary>The ports of all replicas.</summary>
    IReadOnlySet<int> PortsTaken();

    /// <summary>Does something after a while.</summary>
    void Later(TimeSpan wait, Action action);

    /// <summary>A replica waited so long from being wanted to running.</summary>
    void Measured(TimeSpan waited);

    /// <summary>Adds the last lines of its log to a failure.</summary>
    void ReadLog(ReplicaSlot slot, ReplicaFailure failure);
}
