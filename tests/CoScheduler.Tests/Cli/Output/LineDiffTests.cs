using CoScheduler.Cli.Output;
using Xunit;

namespace CoScheduler.Tests.Cli.Output;

public sealed class LineDiffTests
{
    [Fact]
    public void Of_EqualTexts_IsNothing() => Assert.Empty(LineDiff.Of(["a", "b"], ["a", "b"]));

    [Fact]
    public void Of_ChangedLine_ShowsBothBetweenWhatStays() => Assert.Equal(["  a", "- b", "+ x", "  c"], LineDiff.Of(["a", "b", "c"], ["a", "x", "c"]));

    [Fact]
    public void Of_InsertedAndRemoved_KeepsTheLongestCommonPart() => Assert.Equal(["- a", "  b", "  c", "+ d"], LineDiff.Of(["a", "b", "c"], ["b", "c", "d"]));

    [Fact]
    public void Of_NothingBefore_IsAllNew() => Assert.Equal(["+ a"], LineDiff.Of([], ["a"]));
}
