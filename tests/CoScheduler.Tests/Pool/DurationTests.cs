using CoScheduler.Pool;
using Xunit;

namespace CoScheduler.Tests.Pool;

public sealed class DurationTests
{
    [Theory]
    [InlineData("500ms", 500)]
    [InlineData("10s", 10_000)]
    [InlineData("5m", 300_000)]
    [InlineData("1h30m", 5_400_000)]
    [InlineData("2d", 172_800_000)]
    [InlineData("1d2h3m4s5ms", 93_784_005)]
    public void Parse_Units_WritesThemBack(string text, long milliseconds)
    {
        Assert.Equal(milliseconds, Duration.Parse(text));
        Assert.Equal(text, Duration.Format(milliseconds));
    }

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(long.MaxValue, "never")]
    public void Format_NothingAndForEver_AreWords(long milliseconds, string text) => Assert.Equal(text, Duration.Format(milliseconds));

    [Theory]
    [InlineData("0", 0)]
    [InlineData(" 10s ", 10_000)]
    [InlineData("0s", 0)]
    public void Parse_OtherForms_AreRead(string text, long milliseconds) => Assert.Equal(milliseconds, Duration.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("10")]
    [InlineData("1m1h")]
    [InlineData("-1s")]
    [InlineData("1.5h")]
    [InlineData("1s1s")]
    [InlineData("soon")]
    public void TryParse_Faulty_SaysWhatToWrite(string text)
    {
        Assert.False(Duration.TryParse(text, out _, out var error));

        Assert.Equal($"'{text}' is no duration; write for example 500ms, 10s, 5m, 1h30m or 2d.", error);
    }

    [Fact]
    public void Parse_BeyondTheLongest_Saturates() => Assert.Equal(long.MaxValue, Duration.Parse("999999999999999d"));
}
