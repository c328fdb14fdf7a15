using System.Net;
using System.Net.Sockets;

namespace CoScheduler.Frameworks.Services;

/// <summary>Picks ports of this machine that nobody listens on now. Who finds his port taken all the same ends, and gets another.</summary>
internal static class FreePorts
{
    /// <summary>Held together until all are picked, so that no two are the same.</summary>
    public static int[] Pick(int count, IReadOnlySet<int> taken)
    {
        List<TcpListener> held = [];
        List<int> picked = [];
        try
        {
            while (picked.Count < count)
            {
                var listener = new TcpListener(IPAddress.Loopback, 0);
                held.Add(listener);
                listener.Start();
                var port = ((IPEndPoint)listener.LocalEndpoint).Port;
                if (!taken.Contains(port))
                {
                    picked.Add(port);
                }
            }

            return [.. picked];
        }
        finally
        {
            held.ForEach(listener => listener.Dispose());
        }
    }
}
