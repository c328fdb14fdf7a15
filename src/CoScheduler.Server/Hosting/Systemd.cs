using System.Net.Sockets;

namespace CoScheduler.Server.Hosting;

/// <summary>Tells systemd that the server is ready (sd_notify(3)), where it runs under it.</summary>
internal static class Systemd
{
    /// <summary>Tells it.</summary>
    /// <param name="path">The manager's socket, as <c>NOTIFY_SOCKET</c> names it; nothing is told where it is not set.</param>
    public static void NotifyReady(string? path)
    {
        if (path is not { Length: > 1 })
        {
            return;
        }

        // A leading @ stands for the zero byte of an abstract socket.
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(path[0] == '@' ? "\0" + path[1..] : path));
        socket.Send("READY=1"u8);
    }
}
