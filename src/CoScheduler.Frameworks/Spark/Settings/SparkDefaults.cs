using System.Collections.Immutable;

namespace CoScheduler.Frameworks.Spark;

/// <summary>A <c>spark-defaults.conf</c>, read and judged: every line's fault is told at once.</summary>
/// <param name="Values">The settings, by key.</param>
/// <param name="Faults">What is wrong; none means it may be used.</param>
public sealed record SparkDefaults(ImmutableSortedDictionary<string, string> Values, ImmutableArray<SettingFault> Faults)
{
    /// <summary>No settings.</summary>
    public static readonly SparkDefaults Empty = new(ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal), []);

    /// <summary>The file that comes with the program.</summary>
    public static string ShippedFile => Path.Combine(AppContext.BaseDirectory, "spark-defaults.conf");

    /// <summary>
    /// Reads a file's text. It is a Java properties file to Spark: a key, then white space, <c>=</c> or <c>:</c>, then the
    /// value; <c>#</c> and <c>!</c> begin a comment; a line that ends with a backslash goes on in the next.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <returns>The settings and the faults.</returns>
    public static SparkDefaults Parse(string text)
    {
        var values = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var faults = ImmutableArray.CreateBuilder<SettingFault>();
        foreach (var (number, line) in Join(text))
        {
            var (key, value) = Split(line);
            if (!key.StartsWith("spark.", StringComparison.Ordinal))
            {
                faults.Add(new SettingFault(number, key, $"'{key}' is no Spark setting: keys begin with 'spark.'; remove the line."));
            }
            else if (!values.TryAdd(key, value))
            {
                faults.Add(new SettingFault(number, key, $"'{key}' is set twice: keep one of the lines."));
            }
        }

        return new SparkDefaults(values.ToImmutable(), faults.ToImmutable());
    }

    /// <summary>Settings that are laid over these.</summary>
    /// <param name="later">What wins.</param>
    /// <returns>Both together, faults included.</returns>
    public SparkDefaults With(SparkDefaults later) => new(Values.SetItems(later.Values), Faults.AddRange(later.Faults));

    private static IEnumerable<(int Number, string Line)> Join(string text)
    {
        var number = 0;
        var begun = "";
        var beginning = 0;
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var line = raw.TrimEnd('\r').Trim();
            if (begun.Length == 0)
            {
                if (line.Length == 0 || line[0] is '#' or '!')
                {
                    continue;
                }

                beginning = number;
            }

            var goesOn = line.EndsWith('\\');
            begun += goesOn ? line[..^1] : line;
            if (!goesOn)
            {
                yield return (beginning, begun);
                begun = "";
            }
        }

        if (begun.Length > 0)
        {
            yield return (beginning, begun);
        }
    }

    private static (string Key, string Value) Split(string line)
    {
        var end = line.AsSpan().IndexOfAny("= :\t");
        if (end < 0)
        {
            return (line, "");
        }

        var rest = line[end..].TrimStart();
        return (line[..end], rest.Length > 0 && rest[0] is '=' or ':' ? rest[1..].Trim() : rest.Trim());
    }
}

/// <summary>A fault of a settings file.</summary>
/// <param name="Line">The line, from 1; 0 if the setting came from elsewhere.</param>
/// <param name="Key">The key.</param>
/// <param name="Message">One sentence that says what to do.</param>
public sealed record SettingFault(int Line, string Key, string Message);
