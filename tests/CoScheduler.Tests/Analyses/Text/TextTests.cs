using CoScheduler.Analyses;
using Xunit;

namespace CoScheduler.Tests.Analyses;

public sealed class TextTests
{
    [Theory]
    [InlineData("500ms", 500)]
    [InlineData("10s", 10_000)]
    [InlineData("1h30m", 5_400_000)]
    [InlineData("2d", 172_800_000)]
    [InlineData("1.5s", 1_500)]
    public void TryParseDuration_Duration_IsRead(string text, long milliseconds)
    {
        Assert.True(DurationText.TryParse(text, out var duration));
        Assert.Equal(milliseconds, duration.TotalMilliseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("10")]
    [InlineData("-1s")]
    [InlineData("30m1h")]
    [InlineData("1s1s")]
    [InlineData("1w")]
    [InlineData("99999999999d")]
    public void TryParseDuration_NoDuration_IsRefused(string text) => Assert.False(DurationText.TryParse(text, out _));

    [Theory]
    [InlineData("4096", 4096)]
    [InlineData("1Mi", 1 << 20)]
    [InlineData("1.5Ki", 1536)]
    [InlineData("2G", 2_000_000_000)]
    public void TryParseSize_Size_IsRead(string text, long bytes)
    {
        Assert.True(SizeText.TryParse(text, out var read));
        Assert.Equal(bytes, read);
    }

    [Theory]
    [InlineData("1Mib")]
    [InlineData("0.5")]
    [InlineData("")]
    [InlineData("9999999999Ti")]
    public void TryParseSize_NoSize_IsRefused(string text) => Assert.False(SizeText.TryParse(text, out _));

    [Theory]
    [InlineData("*", "anything", true)]
    [InlineData("coscheduler.replies*", "coscheduler.replies.shop", true)]
    [InlineData("a*b*c", "a-b-b-c", true)]
    [InlineData("a*b", "ab", true)]
    [InlineData("ab*ba", "aba", false)]
    [InlineData("replies", "replies2", false)]
    public void Matches_Glob_IsAsItSays(string glob, string text, bool matches) => Assert.Equal(matches, Glob.Matches(glob, text));

    [Fact]
    public void Nearest_SwappedLetters_IsFound() => Assert.Equal("coupons", Suggestion.Nearest("cuopons", ["demand", "coupons"]));
}
