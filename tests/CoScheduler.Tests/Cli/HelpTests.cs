using System.CommandLine;
using CoScheduler.Cli;
using CoScheduler.Cli.Commands;
using Xunit;

namespace CoScheduler.Tests.Cli;

public sealed class HelpTests
{
    public static TheoryData<string> Verbs => [.. Leaves(CommandLine.Create(), "").Select(leaf => leaf.Path)];

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Examples_OfAVerb_Parse(string path)
    {
        var verb = Assert.IsType<Verb>(Leaves(CommandLine.Create(), "").Single(leaf => leaf.Path == path).Command);
        var examples = verb.Examples;
        Assert.NotEmpty(examples);
        Assert.All(examples, example =>
        {
            var words = example.Split(' ')[1..].TakeWhile(w => w is not ("<" or ">" or "|")).ToArray();
            var parsed = CommandLine.Create().Parse(words);
            Assert.Empty(parsed.Errors);
            Assert.Equal(verb.Name, parsed.CommandResult.Command.Name);
        });
        Assert.All(verb.Options, option => Assert.False(string.IsNullOrEmpty(option.Description), option.Name));
    }

    [Fact]
    public void Completions_OfAnArea_AreItsVerbs()
    {
        var words = CommandLine.Create().Parse("agent ").GetCompletions().Select(c => c.Label).ToList();
        Assert.Contains("drain", words);
        Assert.Contains("cordon", words);
    }

    [Fact]
    public async Task Help_OfAVerb_EndsWithItsExamples()
    {
        using var output = new StringWriter();
        Assert.Equal(0, await CommandLine.RunAsync(["agent", "drain", "--help"], output, TextWriter.Null));
        Assert.EndsWith("Examples:\n  coscheduler agent drain NAME\n  coscheduler agent drain NAME --dry-run\n\n", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoVerb_IsHelp()
    {
        using var output = new StringWriter();
        Assert.Equal(0, await CommandLine.RunAsync([], output, TextWriter.Null));
        Assert.Contains("Usage:", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("explain", "KIND and ID are missing; write `coscheduler explain KIND ID`.")]
    [InlineData("explain request", "ID is missing; write `coscheduler explain KIND ID`.")]
    [InlineData("agent drain", "NAME is missing; write `coscheduler agent drain NAME`.")]
    public async Task MissingArgument_IsNamed(string line, string expected)
    {
        using var error = new StringWriter();
        Assert.Equal(2, await CommandLine.RunAsync(line.Split(' '), TextWriter.Null, error));
        Assert.StartsWith($"coscheduler: {expected}", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnreadableValue_IsToldWithoutATypeName()
    {
        using var error = new StringWriter();
        Assert.Equal(2, await CommandLine.RunAsync(["simulate", "--seed", "x"], TextWriter.Null, error));
        Assert.Equal("coscheduler: Cannot parse argument 'x' for option '--seed'.\ncoscheduler: see `coscheduler simulate --help`.\n", error.ToString());
    }

    [Theory]
    [InlineData("frob", "there is no 'frob' here; it knows up, demo, request,")]
    [InlineData("agent frob", "there is no 'frob' here; it knows list,")]
    public async Task WrongVerb_IsToldWithTheRightOnes(string line, string expected)
    {
        using var error = new StringWriter();
        Assert.Equal(2, await CommandLine.RunAsync(line.Split(' '), TextWriter.Null, error));
        Assert.Contains(expected, error.ToString(), StringComparison.Ordinal);
    }

    private static IEnumerable<(string Path, Command Command)> Leaves(Command command, string path) => command.Subcommands.Count == 0
        ? [(path, command)]
        : command.Subcommands.SelectMany(below => Leaves(below, $"{path} {below.Name}".Trim()));
}
