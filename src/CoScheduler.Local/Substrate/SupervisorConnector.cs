using CoScheduler.Local.Processes;
using CoScheduler.Local.Protocol;
using CoScheduler.Local.Supervisor;
using CoScheduler.Pool;

namespace CoScheduler.Local.Substrate;

/// <summary>Gets to an agent's supervisor: to the one that still runs, or to a new one.</summary>
/// <param name="agent">The agent.</param>
/// <param name="folder">Its folder.</param>
/// <param name="options">The substrate's options.</param>
/// <param name="timeProvider">The clock.</param>
internal sealed class SupervisorConnector(AgentId agent, AgentFolder folder, LocalSubstrateOptions options, TimeProvider timeProvider)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private SupervisorProcess? _process;

    /// <summary>Connects.</summary>
    /// <param name="epoch">The master's epoch.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The session.</returns>
    /// <exception cref="LocalSubstrateException">There is none to be had.</exception>
    public async Task<SupervisorSession> ConnectAsync(long epoch, CancellationToken cancellationToken)
    {
        var began = timeProvider.GetTimestamp();
        var started = false;
        while (timeProvider.GetElapsedTime(began) < Limit)
        {
            if (await TryAsync(epoch, cancellationToken).ConfigureAwait(false) is { } session)
            {
                return session;
            }

            started = EnsureStarted(started);
            await Task.Delay(Pause, timeProvider, cancellationToken).ConfigureAwait(false);
        }

        throw new LocalSubstrateException("supervisor_failed", $"The supervisor of agent {agent} does not answer for {Limit.TotalSeconds:0} s: see {folder.SupervisorLog}.");
    }

    private async Task<SupervisorSession?> TryAsync(long epoch, CancellationToken cancellationToken)
    {
        if (await SupervisorSocket.TryConnectAsync(folder.Path, cancellationToken).ConfigureAwait(false) is not { } socket)
        {
            return null;
        }

        var hello = new Hello(Frames.Version, epoch, (long)options.RecoveryTimeout.TotalMilliseconds, (long)options.KillWait.TotalMilliseconds);
        var (session, refused) = await SupervisorSession.OpenAsync(agent, socket, hello, cancellationToken).ConfigureAwait(false);
        return refused is null or { Code: RefusalCodes.Ending }
            ? session
            : throw new LocalSubstrateException("supervisor_refused", $"The supervisor of agent {agent} refuses this server ({refused.Code}): {refused.Detail}");
    }

    /// <summary>One that has begun to wait for the lock of the one before it is waited for; one that gave up says why.</summary>
    private bool EnsureStarted(bool started)
    {
        if (_process is { Exit.IsCompleted: false })
        {
            return started;
        }

        if (_process is not null && started)
        {
            var code = _process.Exit.Result;
            throw new LocalSubstrateException("supervisor_failed", $"The supervisor of agent {agent} ended with code {code}: {_process.LastLines()}");
        }

        try
        {
            _process = SupervisorProcess.Start(options.SelfCommand, new SupervisorOptions(agent.Value, folder, SupervisorOptions.DefaultFirstWait));
            return true;
        }
        catch (Exception failure) when (failure is SpawnException or IOException or UnauthorizedAccessException)
        {
            throw new LocalSubstrateException("supervisor_failed", $"The supervisor of agent {agent} can't be started: {failure.Message}", failure);
        }
    }
}
