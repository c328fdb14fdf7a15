using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace CoScheduler.Frameworks.Spark;

/// <summary>Finds a <c>java</c> and reads what it says of itself.</summary>
internal static partial class JavaProgram
{
    public static string? Find(string? javaHome, string? path)
    {
        var folders = javaHome is null
            ? (path ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            : [Path.Combine(javaHome, "bin")];
        return folders.Select(folder => Path.Combine(folder, "java")).FirstOrDefault(File.Exists);
    }

    /// <summary>The feature version in <c>java -version</c>'s answer: 17 for <c>"17.0.15"</c>, 8 for <c>"1.8.0_392"</c>.</summary>
    public static int? ReadVersion(string said)
    {
        var match = VersionText().Match(said);
        if (!match.Success)
        {
            return null;
        }

        var first = int.Parse(match.Groups["first"].ValueSpan, CultureInfo.InvariantCulture);
        return first == 1 && match.Groups["second"].Success
            ? int.Parse(match.Groups["second"].ValueSpan, CultureInfo.InvariantCulture)
            : first;
    }

    /// <summary>The flags of a launcher's command, without its class path and heap.</summary>
    public static ImmutableArray<string> SelectFlags(IReadOnlyList<string> command, string mainClass)
    {
        var flags = ImmutableArray.CreateBuilder<string>();
        for (var i = 0; i < command.Count && command[i] != mainClass; i++)
        {
            if (command[i] == "-cp")
            {
                i++;
            }
            else if (command[i].StartsWith('-') && !command[i].StartsWith("-Xmx", StringComparison.Ordinal))
            {
                flags.Add(command[i]);
            }
        }

        return flags.ToImmutable();
    }

    [GeneratedRegex("version \"(?<first>\\d+)(\\.(?<second>\\d+))?", RegexOptions.ExplicitCapture)]
    private static partial Regex VersionText();
}
