using System.Collections.Immutable;
using System.Globalization;

namespace CoScheduler.Frameworks.Spark;

/// <summary>Turns a settings file into <see cref="SparkSettings"/>, all faults at once.</summary>
public static class SettingsReader
{
    private const int MostCores = 1024;
    private const int MostExecutors = 100_000;

    /// <summary>Reads settings.</summary>
    /// <param name="defaults">The file, read.</param>
    /// <returns>The settings, what is wrong with them, and what was overruled.</returns>
    public static SettingsReading Read(SparkDefaults defaults)
    {
        var fields = new SettingFields(defaults.Values);
        var cores = fields.Count("spark.executor.cores", 1, 1, MostCores);
        var settings = new SparkSettings
        {
            DriverHeapBytes = fields.Size("spark.driver.memory", 1L << 30),
            DriverMilliCpus = fields.Cpus(SparkSettings.OwnPrefix + "driver.cpus", 1000),
            DriverOverheadBytes = fields.OptionalSize("spark.driver.memoryOverhead"),
            DriverJavaOptions = fields.Words("spark.driver.extraJavaOptions"),
            DriverClassPath = fields.Text("spark.driver.extraClassPath"),
            ExecutorHeapBytes = fields.Size("spark.executor.memory", 1L << 30),
            ExecutorCores = cores,
            ExecutorMilliCpus = fields.Cpus(SparkSettings.OwnPrefix + "executor.cpus", cores * 1000L),
            ExecutorOverheadBytes = fields.OptionalSize("spark.executor.memoryOverhead"),
            ExecutorJavaOptions = fields.Words("spark.executor.extraJavaOptions"),
            ExecutorClassPath = fields.Text("spark.executor.extraClassPath"),
            MinimumExecutors = fields.Count(SparkSettings.OwnPrefix + "executors.min", 1, 1, MostExecutors),
            MaximumExecutors = fields.Count(SparkSettings.OwnPrefix + "executors.max", 64, 1, MostExecutors),
            ExecutorIdle = fields.Time(SparkSettings.OwnPrefix + "executor.idle", TimeSpan.FromSeconds(30)),
            DriverIdle = fields.Time(SparkSettings.OwnPrefix + "driver.idle", TimeSpan.FromMinutes(10)),
            SlotsPerCpu = fields.Count(SparkSettings.OwnPrefix + "slotsPerCpu", 4, 1, MostCores),
            SmallBelowBytes = fields.Size(SparkSettings.OwnPrefix + "smallBelow", 8L << 20),
            CacheBelowBytes = fields.Size(SparkSettings.OwnPrefix + "cacheBelow", 64L << 20),
            LocalBelowBytes = fields.Size(SparkSettings.OwnPrefix + "localBelow", 256L << 10),
            Properties = Passed(defaults.Values),
        };
        fields.RefuseUnknown(SparkSettings.OwnPrefix);
        if (settings.MaximumExecutors < settings.MinimumExecutors)
        {
            fields.Fault(SparkSettings.OwnPrefix + "executors.max", "must not be below executors.min");
        }

        return new SettingsReading(settings, [.. defaults.Faults, .. fields.Faults], OwnedSettings.Notices(defaults.Values));
    }

    private static ImmutableSortedDictionary<string, string> Passed(ImmutableSortedDictionary<string, string> values) =>
        values.RemoveRange(values.Keys.Where(key => key.StartsWith(SparkSettings.OwnPrefix, StringComparison.Ordinal) || OwnedSettings.Owns(key)));
}

/// <summary>Reads single settings and collects their faults.</summary>
internal sealed class SettingFields(ImmutableSortedDictionary<string, string> values)
{
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);
    private readonly List<SettingFault> _faults = [];

    public IReadOnlyList<SettingFault> Faults => _faults;

    public void Fault(string key, string why) => _faults.Add(new SettingFault(0, key, $"'{key}' {why}."));

    public string Text(string key) => Find(key) ?? "";

    public long? OptionalSize(string key)
    {
        if (Find(key) is not { } text)
        {
            return null;
        }

        if (SparkUnits.TryReadSize(text, out var bytes))
        {
            return bytes;
        }

        Fault(key, $"is no size: '{text}'; write for example 512m or 2g");
        return null;
    }

    public long Size(string key, long otherwise) => OptionalSize(key) ?? otherwise;

    public TimeSpan Time(string key, TimeSpan otherwise)
    {
        if (Find(key) is not { } text)
        {
            return otherwise;
        }

        if (SparkUnits.TryReadTime(text, out var milliseconds))
        {
            return TimeSpan.FromMilliseconds(milliseconds);
        }

        Fault(key, $"is no duration: '{text}'; write for example 30s or 10min");
        return otherwise;
    }

    public int Count(string key, int otherwise, int least, int most)
    {
        if (Find(key) is not { } text)
        {
            return otherwise;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= least && count <= most)
        {
            return count;
        }

        Fault(key, $"must be a whole number from {least} to {most}, not '{text}'");
        return otherwise;
    }

    /// <summary>Thousandths of a cpu: <c>500m</c>, <c>1</c> or <c>1.5</c>.</summary>
    public long Cpus(string key, long otherwise)
    {
        if (Find(key) is not { } text)
        {
            return otherwise;
        }

        var thousandths = text.EndsWith('m');
        if (decimal.TryParse(thousandths ? text[..^1] : text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            var milli = thousandths ? number : number * 1000;
            if (milli >= 1 && milli <= 1_000_000 && decimal.IsInteger(milli))
            {
                return (long)milli;
            }
        }

        Fault(key, $"is no amount of cpus: '{text}'; write for example 1, 1.5 or 500m");
        return otherwise;
    }

    public ImmutableArray<string> Words(string key) => CommandWords.Split(Text(key));

    public void RefuseUnknown(string prefix)
    {
        foreach (var key in values.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal) && !_read.Contains(key)))
        {
            Fault(key, "is unknown: remove it or correct its name");
        }
    }

    private string? Find(string key)
    {
        _read.Add(key);
        return values.GetValueOrDefault(key);
    }
}
