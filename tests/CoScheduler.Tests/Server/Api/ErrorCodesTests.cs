using System.Text.RegularExpressions;
using CoScheduler.Pool;
using CoScheduler.Server.Api;
using Xunit;

namespace CoScheduler.Tests.Server.Api;

public sealed partial class ErrorCodesTests
{
    /// <summary>Written as a code before a sentence, and never told over HTTP or Kafka: faults of files and of a start.</summary>
    private static readonly string[] _ofTheStart =
    [
        "invalid_certificate", "invalid_kafka", "invalid_kafka_config", "invalid_options", "invalid_spark_defaults", "invalid_tokens", "is_ours", "is_request_topic",
        "not_a_property", "port_in_use", "state_unwritable", "supervisor_failed", "supervisor_refused", "unknown_property", "unset_variable",
    ];

    private static readonly HashSet<string> _known = [.. ErrorCodes.All.Select(c => c.Code)];

    [Fact]
    public void All_Codes_AreThereOnceInOrder()
    {
        Assert.Equal(_known.Count, ErrorCodes.All.Count);
        Assert.All(ErrorCodes.All.GroupBy(c => c.Kind), kind => Assert.Equal(kind.Select(c => c.Code).Order(StringComparer.Ordinal), kind.Select(c => c.Code)));
    }

    [Fact]
    public void All_Refusals_AreThere() => Assert.Empty(Enum.GetValues<RefusalCode>().Select(c => Snake(c.ToString())).Except(_known));

    [Fact]
    public void All_Reasons_AreThere() => Assert.Empty(Enum.GetValues<ReasonCode>().Select(c => Snake(c.ToString())).Except(_known));

    [Fact]
    public void All_CodesInTheSources_AreThere()
    {
        var unknown =
            from project in new[] { "Analyses", "Triggers", "Frameworks", "Embedded", "Server" }
            from file in Directory.EnumerateFiles(Path.Combine(RepositoryFolder.Path, "src", $"CoScheduler.{project}"), "*.cs", SearchOption.AllDirectories)
            where !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            from match in CodeAndSentence().Matches(File.ReadAllText(file))
            let code = match.Groups["code"].Value
            where !_known.Contains(code) && !_ofTheStart.Contains(code)
            select $"{Path.GetFileName(file)}: {code}";
        Assert.Empty(unknown.Distinct());
    }

    private static string Snake(string name) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    /// <summary>A code of two words or more, followed by a sentence.</summary>
    [GeneratedRegex("""(?<=[(\[]|\s)"(?<code>[a-z]+(_[a-z]+)+)",\s*\$?"(?=[A-Z'`{])""")]
    private static partial Regex CodeAndSentence();
}
