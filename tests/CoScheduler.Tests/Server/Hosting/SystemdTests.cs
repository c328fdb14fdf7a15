using System.Net.Sockets;
using System.Text;
using CoScheduler.Server.Hosting;
using Xunit;

namespace CoScheduler.Tests.Server.Hosting;

public sealed class SystemdTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void NotifyReady_SocketOfTheServiceManager_GetsReady(bool hidden)
    {
        using var folder = new TemporaryFolder();
        var name = hidden ? "@coscheduler-" + Guid.NewGuid().ToString("N") : folder.File("notify");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 10_000 };
        socket.Bind(new UnixDomainSocketEndPoint(hidden ? "\0" + name[1..] : name));

        Systemd.NotifyReady(name);

        var bytes = new byte[64];
        Assert.Equal("READY=1", Encoding.ASCII.GetString(bytes, 0, socket.Receive(bytes)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void NotifyReady_NoServiceManager_IsNothing(string? path) => Systemd.NotifyReady(path);
}
