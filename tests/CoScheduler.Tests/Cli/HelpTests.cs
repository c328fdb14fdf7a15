using System.CommandLine;
using CoScheduler.Cli;
using Xunit;

namespace CoScheduler.Tests.Cli;

public sealed class HelpTests
{
    public static TheoryData<string> Verbs => [.. Leaves(CommandLine.Create(), "").Select(leaf => leaf.Path)];

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Description_OfAVerb_HasAnExampleThatParses(string path)
    {
        var verb = Leaves(CommandLine.Create(), "").Single(leaf => leaf.Path == path).Command;
        var examples = verb.Description!.Split('\n').Select(l => l.Trim()).Where(l => l.StartsWith("coscheduler ", StringComparison.Ordinal)).ToList();
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

    private static IEnumerable<(string Path, Command Command)> Leaves(Command command, string path) => command.Subcommands.Count == 0
        ? [(path, command)]
        : command.Subcommands.SelectMany(below => Leaves(below, $"{path} {below.Name}".Trim()));
}
