using System.Runtime.CompilerServices;
using System.Text;
using CoScheduler.Tests.Pool;
using Xunit;

namespace CoScheduler.Tests.Scenarios;

/// <summary>
/// Plays each scenario file and compares what is decided, line by line. With COSCHEDULER_REWRITE_SCENARIOS=1 the files are
/// written anew instead, for a reader to compare.
/// </summary>
public sealed class ScenarioTests
{
    private const string Rewrite = "COSCHEDULER_REWRITE_SCENARIOS";

    public static TheoryData<string> Files => [.. Directory.GetFiles(Folder(), "*.txt", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Folder(), file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Play_EveryScenario_DecidesWhatIsWritten(string file)
    {
        var path = Path.Combine(Folder(), file);
        var written = File.ReadAllText(path);
        var bed = new PoolBed();
        var played = Play(bed, written);
        if (Environment.GetEnvironmentVariable(Rewrite) == "1")
        {
            File.WriteAllText(path, played);
            written = played;
        }

        Assert.Equal(written, played);
        bed.AssertReplays();
    }

    /// <summary>
    /// A command's line stands alone; what came of it is indented below. <c>wait 10s</c> ticks at every deadline, <c>explain role a</c>
    /// and <c>show</c> tell how things are.
    /// </summary>
    private static string Play(PoolBed bed, string written)
    {
        var text = new StringBuilder();
        foreach (var line in written.Split('\n').Where(line => !line.StartsWith("  ", StringComparison.Ordinal)))
        {
            text.Append(line).Append('\n');
            if (line.Length == 0 || line.StartsWith('#'))
            {
                continue;
            }

            foreach (var outcome in Outcome(bed, line).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                text.Append("  ").Append(outcome).Append('\n');
            }
        }

        return text.ToString().TrimEnd('\n') + "\n";
    }

    private static string Outcome(PoolBed bed, string line) => line.Split(' ') switch
    {
        ["wait", var duration] => string.Concat(bed.Wait(CoScheduler.Pool.Duration.Parse(duration)).Select(ScenarioText.Of)),
        ["explain", var kind, var id] => ScenarioText.Of(bed.Pool.Explain(kind, id)),
        ["show"] => ScenarioText.Of(bed.Snapshot),
        _ => ScenarioText.Of(bed.Run(line)),
    };

    private static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
