using System.Globalization;

namespace CoScheduler.Spark.Sql;

/// <summary>Options of a source or sink. Their names have no case; what is set last holds.</summary>
internal sealed class SourceOptions
{
    private readonly SortedDictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);

    public Dictionary<string, string> Values => _values.ToDictionary(StringComparer.Ordinal);

    public void Set(string key, string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        ArgumentNullException.ThrowIfNull(value);
        _values[key] = value;
    }

    public void Set(string key, bool value) => Set(key, value ? "true" : "false");

    public void Set(string key, long value) => Set(key, value.ToString(CultureInfo.InvariantCulture));

    public void Set(string key, double value) => Set(key, value.ToString("R", CultureInfo.InvariantCulture));

    public void Set(IEnumerable<KeyValuePair<string, string>> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        foreach (var (key, value) in options)
        {
            Set(key, value);
        }
    }
}
