using CoScheduler.Spark.Connect;
using CoScheduler.Spark.Protocol;

namespace CoScheduler.Spark.Sql;

/// <summary>
/// The session's settings. Only Spark SQL's can be set; Spark refuses those of the driver (<c>CANNOT_MODIFY_CONFIG</c>).
/// </summary>
public sealed class RuntimeConfig
{
    private readonly SessionClient _client;

    internal RuntimeConfig(SessionClient client) => _client = client;

    /// <summary>Sets one.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="value">Its value.</param>
    public void Set(string key, string value) => Blocking.Run(() => SetAsync(key, value));

    /// <summary>Sets one.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="value">Its value.</param>
    public void Set(string key, bool value) => Set(key, value ? "true" : "false");

    /// <summary>Sets one.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="value">Its value.</param>
    public void Set(string key, long value) => Set(key, value.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Reads one.</summary>
    /// <param name="key">Its name.</param>
    /// <returns>Its value.</returns>
    /// <exception cref="SparkException">It has neither a value nor a default.</exception>
    public string Get(string key) => Blocking.Run(() => GetAsync(key));

    /// <summary>Reads one.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="defaultValue">What to answer if it was never set.</param>
    /// <returns>Its value.</returns>
    public string Get(string key, string defaultValue) => Blocking.Run(() => GetAsync(key, defaultValue));

    /// <summary>Takes one back to its default.</summary>
    /// <param name="key">Its name.</param>
    public void Unset(string key) => Blocking.Run(() => UnsetAsync(key));

    /// <summary>Whether one can be set in a session.</summary>
    /// <param name="key">Its name.</param>
    /// <returns>Whether it can.</returns>
    public bool IsModifiable(string key) => Blocking.Run(() => IsModifiableAsync(key));

    /// <summary>Sets one.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="value">Its value.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>When it is set.</returns>
    public Task SetAsync(string key, string value, CancellationToken cancellationToken = default) =>
        SetAsync([new KeyValuePair<string, string>(key, value)], cancellationToken);

    /// <summary>Sets several, in one call.</summary>
    /// <param name="values">Their names and values.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>When they are set.</returns>
    public Task SetAsync(IEnumerable<KeyValuePair<string, string>> values, CancellationToken cancellationToken = default)
    {
        var set = new ConfigRequest.Types.Set();
        set.Pairs.Add(values.Select(pair => new KeyValue { Key = pair.Key, Value = pair.Value }));
        return CallAsync(new() { Set = set }, cancellationToken);
    }

    /// <summary>Reads one.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Its value.</returns>
    public async Task<string> GetAsync(string key, CancellationToken cancellationToken = default)
    {
        var response = await CallAsync(new() { Get = new() { Keys = { key } } }, cancellationToken);
        return response.Pairs[0].Value;
    }

    /// <summary>Reads one.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="defaultValue">What to answer if it was never set.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Its value.</returns>
    public async Task<string> GetAsync(string key, string defaultValue, CancellationToken cancellationToken = default)
    {
        var get = new ConfigRequest.Types.GetWithDefault { Pairs = { new KeyValue { Key = key, Value = defaultValue } } };
        var response = await CallAsync(new() { GetWithDefault = get }, cancellationToken);
        return response.Pairs[0].Value;
    }

    /// <summary>Reads all whose names begin so.</summary>
    /// <param name="prefix">How the names begin; the answer's names are without it. Null for all.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Names and values.</returns>
    public async Task<IReadOnlyDictionary<string, string>> GetAllAsync(string? prefix = null, CancellationToken cancellationToken = default)
    {
        var all = prefix is null ? new ConfigRequest.Types.GetAll() : new ConfigRequest.Types.GetAll { Prefix = prefix };
        var response = await CallAsync(new() { GetAll = all }, cancellationToken);
        return response.Pairs.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
    }

    /// <summary>Takes one back to its default.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>When it is done.</returns>
    public Task UnsetAsync(string key, CancellationToken cancellationToken = default) =>
        CallAsync(new() { Unset = new() { Keys = { key } } }, cancellationToken);

    /// <summary>Whether one can be set in a session.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Whether it can.</returns>
    public async Task<bool> IsModifiableAsync(string key, CancellationToken cancellationToken = default)
    {
        var response = await CallAsync(new() { IsModifiable = new() { Keys = { key } } }, cancellationToken);
        return bool.Parse(response.Pairs[0].Value);
    }

    private Task<ConfigResponse> CallAsync(ConfigRequest.Types.Operation operation, CancellationToken cancellationToken) =>
        _client.CallAsync(new ConfigRequest { Operation = operation }, (message, options) => _client.Service.ConfigAsync(message, options), cancellationToken);
}
