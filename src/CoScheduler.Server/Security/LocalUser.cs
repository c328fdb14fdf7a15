using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http;

namespace CoScheduler.Server.Security;

/// <summary>Who asks from this machine, for the audit of a server without tokens.</summary>
internal static class LocalUser
{
    private const string Users = "/etc/passwd";
    private const string Established = "01";

    /// <summary>Who asks: the token's principal, else the user whose connection it is.</summary>
    public static string Of(HttpContext context)
    {
        var principal = Gatekeeper.PrincipalOf(context);
        return principal == Principal.Local && context.Connection is { RemoteIpAddress: { } address, RemotePort: var port }
            ? UserOf(address, port) ?? principal.Name
            : principal.Name;
    }

    /// <summary>
    /// The user that a connection of this machine belongs to; null where the system doesn't tell. Linux lists a connection's local
    /// end in column 2 of <c>/proc/net/tcp</c> and <c>tcp6</c>, port in hexadecimal, its state in column 4, and its user's number in column 8 (proc_net_tcp.rst).
    /// </summary>
    internal static string? UserOf(IPAddress address, int port)
    {
        if (!OperatingSystem.IsLinux() || !IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address))
        {
            return null;
        }

        var end = ":" + port.ToString("X4", CultureInfo.InvariantCulture);
        try
        {
            var number = new[] { "/proc/net/tcp", "/proc/net/tcp6" }
                .Where(File.Exists)
                .SelectMany(File.ReadLines)
                .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .FirstOrDefault(words => words.Length > 7 && words[3] == Established && words[1].EndsWith(end, StringComparison.Ordinal))?[7];
            return number is null ? null : NameOf(number);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string NameOf(string number) =>
        File.Exists(Users) && File.ReadLines(Users).Select(line => line.Split(':')).FirstOrDefault(words => words.Length > 2 && words[2] == number) is [var name, ..]
            ? name
            : $"uid {number}";
}
