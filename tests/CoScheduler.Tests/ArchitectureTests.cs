using System.Collections.Immutable;
using System.Reflection;
using Xunit;

namespace CoScheduler.Tests;

/// <summary>The arrows between the parts, and the size of their files.</summary>
public sealed class ArchitectureTests
{
    private const int LongestFile = 400;

    /// <summary>Of each project, which of ours it may name beyond what those may name, and which packages.</summary>
    private static readonly ImmutableDictionary<string, (string[] Ours, string[] Packages)> _arrows = new Dictionary<string, (string[], string[])>
    {
        ["CoScheduler.Pool"] = ([], []),
        ["CoScheduler.Simulation"] = (["CoScheduler.Pool"], []),
        ["CoScheduler.Master"] = (["CoScheduler.Pool"], ["Microsoft.Extensions."]),
        ["CoScheduler.Analyses"] = ([], ["Microsoft.Extensions.Logging.", "YamlDotNet"]),
        ["CoScheduler.Storage"] = (["CoScheduler.Master", "CoScheduler.Analyses"], ["Microsoft.Data.Sqlite", "SQLitePCLRaw."]),
        ["CoScheduler.Local"] = (["CoScheduler.Master"], ["Microsoft.Extensions."]),
        ["CoScheduler.Spark"] = ([], ["Apache.Arrow", "Google.Protobuf", "Grpc.", "Microsoft.Extensions.Logging.", "ZstdSharp"]),
        ["CoScheduler.Frameworks"] = (["CoScheduler.Master", "CoScheduler.Analyses", "CoScheduler.Spark"], ["Apache.Arrow", "Microsoft.Extensions.", "YamlDotNet"]),
        ["CoScheduler.Embedded"] = (["CoScheduler.Master", "CoScheduler.Analyses"], ["Apache.Arrow", "Confluent.Kafka", "DuckDB.NET.", "Microsoft.Extensions."]),
        ["CoScheduler.Triggers"] = (["CoScheduler.Analyses"], ["CloudNative.CloudEvents", "Confluent.Kafka", "Microsoft.Extensions."]),
        ["CoScheduler.Client"] = ([], ["Apache.Arrow", "CloudNative.CloudEvents", "Confluent.Kafka", "Microsoft.Extensions.Logging."]),
        ["CoScheduler.Server"] = (
            ["CoScheduler.Storage", "CoScheduler.Local", "CoScheduler.Frameworks", "CoScheduler.Embedded", "CoScheduler.Triggers"],
            ["Microsoft.", "YamlDotNet"]),
        ["coscheduler"] = (
            ["CoScheduler.Server", "CoScheduler.Client", "CoScheduler.Simulation"],
            ["CloudNative.CloudEvents", "Confluent.Kafka", "Microsoft.", "Spectre.Console", "System.CommandLine"]),
    }.ToImmutableDictionary();

    public static TheoryData<string> Projects => [.. _arrows.Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void References_OfAProject_FollowTheArrows(string project)
    {
        var allowed = Reach(project);
        var packages = _arrows[project].Packages;
        var strangers = Assembly.Load(project).GetReferencedAssemblies().Select(r => r.Name!)
            .Where(name => name.StartsWith("CoScheduler.", StringComparison.Ordinal)
                ? !allowed.Contains(name)
                : !IsBase(name) && !packages.Any(p => name.StartsWith(p, StringComparison.Ordinal)));
        Assert.Empty(strangers);
    }

    [Fact]
    public void Projects_OfTheSources_AllHaveTheirArrows()
    {
        var projects = Directory.GetFiles(Path.Combine(RepositoryFolder.Path, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(p => Path.GetFileNameWithoutExtension(p)).Select(p => p == "CoScheduler.Cli" ? "coscheduler" : p)

            // What only the compiler loads is no part of the product.
            .Where(p => !p.EndsWith(".Generators", StringComparison.Ordinal));
        Assert.Equal(_arrows.Keys.Order(StringComparer.Ordinal), projects.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Files_OfTheSources_FitOnAFewScreens()
    {
        var tooLong = new[] { "src", "tests", "examples" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(RepositoryFolder.Path, folder), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Where(file => File.ReadLines(file).Count() > LongestFile);
        Assert.Empty(tooLong);
    }

    private static bool IsBase(string name) => name is "netstandard" or "mscorlib" or "Microsoft.Win32.Primitives" || (name.StartsWith("System.", StringComparison.Ordinal) && name != "System.CommandLine");

    private static HashSet<string> Reach(string project)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(_arrows[project].Ours);
        while (open.TryPop(out var next))
        {
            if (reached.Add(next))
            {
                _arrows[next].Ours.ToList().ForEach(open.Push);
            }
        }

        return reached;
    }
}
