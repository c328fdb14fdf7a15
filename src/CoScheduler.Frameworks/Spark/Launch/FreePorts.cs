using System.Net;
using System.Net.Sockets;

namespace CoScheduler.Frameworks.Spark;

/// <summary>
/// Finds ports that nobody listens on. Somebody may still take one before the driver does: then the driver fails to
/// start, and the next attempt chooses others.
/// </summary>
internal static class FreePorts
{
    public static DriverEndpoints Choose(string host)
    {
        var address = IPAddress.Parse(host);
        var listeners = new List<TcpListener>();
        try
        {
            // All are held until all are known, or the system might give one twice.
            for (var i = 0; i < 4; i++)
            {
                var listener = new TcpListener(address, 0);
                listener.Start();
                listeners.Add(listener);
            }

            var ports = listeners.ConvertAll(listener => ((IPEndPoint)listener.LocalEndpoint).Port);
            return new DriverEndpoints(host, ports[0], ports[1], ports[2], ports[3]);
        }
        finally
        {
            listeners.ForEach(listener => listener.Dispose());
        }
    }
}
