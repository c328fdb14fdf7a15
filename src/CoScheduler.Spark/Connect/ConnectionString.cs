using System.Collections.Immutable;

namespace CoScheduler.Spark.Connect;

/// <summary>Spark's connection strings (its file client-connection-string.md).</summary>
internal static class ConnectionString
{
    private const string Scheme = "sc://";

    public static SparkConnectOptions Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.StartsWith(Scheme, StringComparison.Ordinal))
        {
            throw new FormatException($"A connection string begins with {Scheme}, as in sc://localhost:15002/;user_id=me.");
        }

        var rest = text[Scheme.Length..];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var authority = slash < 0 ? rest : rest[..slash];
        var parameters = Parameters(slash < 0 ? "" : rest[(slash + 1)..]);
        var tls = parameters.TryGetValue("use_ssl", out var ssl) && Truth("use_ssl", ssl);
        var options = new SparkConnectOptions { Endpoint = Endpoint(authority, tls) };
        return parameters.Aggregate(options, Apply);
    }

    private static Uri Endpoint(string authority, bool tls)
    {
        var scheme = tls ? "https" : "http";
        if (!Uri.TryCreate($"{scheme}://{authority}", UriKind.Absolute, out var uri) || uri.Host.Length == 0 || uri.UserInfo.Length > 0)
        {
            throw new FormatException("After sc:// a host and, with a colon, a port is expected.");
        }

        var hasPort = authority.LastIndexOf(':') > authority.LastIndexOf(']');
        return new UriBuilder(uri) { Port = hasPort ? uri.Port : SparkConnectOptions.DefaultPort }.Uri;
    }

    private static ImmutableSortedDictionary<string, string> Parameters(string path)
    {
        if (path.Length > 0 && path[0] != ';')
        {
            throw new FormatException("After the port only /;key=value;… may follow.");
        }

        var pairs = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var part in path.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                throw new FormatException("Each parameter of a connection string is key=value.");
            }

            pairs[part[..equals]] = Uri.UnescapeDataString(part[(equals + 1)..]);
        }

        return pairs.ToImmutable();
    }

    private static SparkConnectOptions Apply(SparkConnectOptions options, KeyValuePair<string, string> parameter) => parameter.Key switch
    {
        "use_ssl" => options,
        "token" => options with { Token = parameter.Value },
        "user_id" => options with { UserId = parameter.Value },
        "user_agent" => options with { UserAgent = parameter.Value },
        "session_id" => Guid.TryParse(parameter.Value, out var id)
            ? options with { SessionId = id }
            : throw new FormatException("session_id must be a UUID."),
        _ => options with { Headers = options.Headers.SetItem(parameter.Key, parameter.Value) },
    };

    private static bool Truth(string key, string value) =>
        bool.TryParse(value, out var truth) ? truth : throw new FormatException($"{key} must be true or false.");
}
