using System.Text.RegularExpressions;
using CoScheduler.Pool.Placement;
using CsCheck;
using Xunit;

namespace CoScheduler.Tests.Pool.Placement;

public sealed class GlobTests
{
    private static readonly Gen<string> Texts = Gen.Char["ab"].Array[0, 6].Select(letters => new string(letters));

    private static readonly Gen<string> Patterns = Gen.Char["ab*?"].Array[0, 6].Select(letters => new string(letters));

    [Theory]
    [InlineData("", "", true)]
    [InlineData("", "a", false)]
    [InlineData("*", "", true)]
    [InlineData("ab*", "ab", true)]
    [InlineData("ab**", "ab", true)]
    [InlineData("?", "", false)]
    [InlineData("a?", "ab", true)]
    [InlineData("a*b*a", "aabba", true)]
    [InlineData("a*b", "aba", false)]
    [InlineData("A", "a", false)]
    public void Matches_Pattern_IsOfTheWholeText(string pattern, string text, bool expected) => Assert.Equal(expected, Glob.Matches(pattern, text));

    [Fact]
    public void Matches_AnyPattern_AsARegularExpressionDoes() =>
        Gen.Select(Patterns, Texts).Sample((pattern, text) =>
            Glob.Matches(pattern, text) == Regex.IsMatch(text, $"^{pattern.Replace("*", ".*", StringComparison.Ordinal).Replace('?', '.')}\\z"));
}
