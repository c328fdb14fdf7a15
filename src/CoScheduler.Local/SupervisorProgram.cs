using System.Runtime.InteropServices;
using CoScheduler.Local.ControlGroups;
using CoScheduler.Local.Processes;
using CoScheduler.Local.Protocol;
using CoScheduler.Local.Supervisor;

namespace CoScheduler.Local;

/// <summary>
/// The process that starts an agent's tasks and outlives its server: the program's hidden verb <see cref="Verb"/>. It is
/// started by LocalSubstrate only, and its arguments are theirs alone.
/// </summary>
public static class SupervisorProgram
{
    /// <summary>The program's first argument.</summary>
    public const string Verb = "supervisor";

    private const int Failed = 1;
    private const int WrongArguments = 2;

    /// <summary>Runs a supervisor until all its tasks have ended.</summary>
    /// <param name="args">The arguments behind the verb.</param>
    /// <param name="cancellationToken">Ends the tasks, politely first.</param>
    /// <returns>The exit code: 0, 1 if it could not begin, 2 if the arguments are wrong.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, CancellationToken cancellationToken)
    {
        if (SupervisorOptions.Parse(args) is not { } options)
        {
            await Console.Error.WriteLineAsync($"The verb {Verb} is for the server's own use.").ConfigureAwait(false);
            return WrongArguments;
        }

        var log = new SupervisorLog(Console.Error, TimeProvider.System);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Stop(signal, stop));
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Stop(signal, stop));
        try
        {
            return await RunAsync(options, log, stop.Token).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or SpawnException or System.Net.Sockets.SocketException)
        {
            log.Write(failure.Message);
            return Failed;
        }
    }

    private static async Task<int> RunAsync(SupervisorOptions options, SupervisorLog log, CancellationToken cancellationToken)
    {
        var folder = options.Folder;
        folder.Create();
        using var folderLock = await FolderLock.AcquireAsync(folder.LockFile, SupervisorOptions.LockWait, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        if (folderLock is null)
        {
            log.Write($"Another supervisor holds {folder.LockFile}; end it first.");
            return Failed;
        }

        var groups = TaskGroups.Discover(folder.Owner);
        var tools = new TaskTools(new TaskStore(folder), groups, new TaskLauncher(folder), log, TimeProvider.System);
        new Sweep(folder, groups, tools.Store, log).Run();
        using var guardian = Guardian.Start(folder, folderLock, groups.Folders);
        using var host = new SupervisorHost(new TaskTable(tools), tools, options.FirstWait);
        using var listener = SupervisorSocket.Listen(folder.Path);
        await host.RunAsync(listener, cancellationToken).ConfigureAwait(false);
        groups.Remove();
        return 0;
    }

    private static void Stop(PosixSignalContext signal, CancellationTokenSource stop)
    {
        signal.Cancel = true;
        stop.Cancel();
    }
}
