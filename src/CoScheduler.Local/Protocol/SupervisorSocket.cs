using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using CoScheduler.Local.Processes;
using Microsoft.Win32.SafeHandles;

namespace CoScheduler.Local.Protocol;

/// <summary>The Unix socket in an agent's folder.</summary>
internal static class SupervisorSocket
{
    /// <summary>unix(7): 108 bytes with the closing zero.</summary>
    private const int LongestPath = 107;

    private const string FileName = "supervisor.sock";

    /// <summary>Listens, in place of whoever did before.</summary>
    /// <param name="folder">The agent's folder, which only we may enter.</param>
    /// <returns>The listening socket.</returns>
    public static Socket Listen(string folder)
    {
        using var place = new Place(folder);
        File.Delete(Path.Join(folder, FileName));
        var socket = Create();
        socket.Bind(new UnixDomainSocketEndPoint(place.Path));
        SetPrivate(Path.Join(folder, FileName));
        socket.Listen();
        return socket;
    }

    /// <summary>Connects to a supervisor.</summary>
    /// <param name="folder">The agent's folder.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The connection, or null if nobody listens.</returns>
    public static async Task<Socket?> TryConnectAsync(string folder, CancellationToken cancellationToken)
    {
        using var place = new Place(folder);
        var socket = Create();
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(place.Path), cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static Socket Create() => new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    private static void SetPrivate(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    /// <summary>A path that is short enough: the kernel also finds the socket through a descriptor of its folder.</summary>
    private sealed class Place : IDisposable
    {
        private readonly SafeFileHandle? _folder;

        public Place(string folder)
        {
            Path = System.IO.Path.Join(folder, FileName);
            if (Encoding.UTF8.GetByteCount(Path) <= LongestPath)
            {
                return;
            }

            var descriptor = NativeMethods.Open(folder, NativeMethods.OpenPath | NativeMethods.OpenCloseOnExec, 0);
            _folder = descriptor >= 0
                ? new SafeFileHandle(descriptor, ownsHandle: true)
                : throw new IOException($"{folder} can't be opened: {Marshal.GetLastPInvokeErrorMessage()}");
            Path = $"/proc/self/fd/{descriptor}/{FileName}";
        }

        public string Path { get; }

        public void Dispose() => _folder?.Dispose();
    }
}
