using CoScheduler.Spark.Protocol;

namespace CoScheduler.Spark.Connect;

/// <summary>What the server's settings ask of its clients.</summary>
internal static class SessionSettings
{
    /// <summary>The values of those settings that the server knows; an older one leaves some out.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> KnownAsync(SessionClient client, IEnumerable<string> keys, CancellationToken cancellationToken)
    {
        var request = new ConfigRequest { Operation = new() { GetOption = new() { Keys = { keys } } } };
        var response = await client.CallAsync(request, (message, options) => client.Service.ConfigAsync(message, options), cancellationToken);
        return response.Pairs.Where(pair => pair.HasValue).ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
    }
}
