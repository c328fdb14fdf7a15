using CoScheduler.Spark.Connect;
using Xunit;

namespace CoScheduler.Tests.Spark;

public sealed class SparkConnectOptionsTests
{
    [Fact]
    public void Parse_AllKeys_FillsTheOptions()
    {
        var id = Guid.NewGuid();
        var options = SparkConnectOptions.Parse($"sc://spark.local:15003/;token=a%3Bb;user_id=me;session_id={id};user_agent=tests;x-team=red");
        Assert.Equal(new Uri("http://spark.local:15003"), options.Endpoint);
        Assert.Equal(("a;b", "me", id, "tests"), (options.Token, options.UserId, options.SessionId!.Value, options.UserAgent));
        Assert.Equal("red", options.Headers["x-team"]);
    }

    [Theory]
    [InlineData("sc://localhost", "http://localhost:15002/")]
    [InlineData("sc://localhost/;use_ssl=true", "https://localhost:15002/")]
    [InlineData("sc://localhost:80", "http://localhost:80/")]
    [InlineData("sc://[::1]", "http://[::1]:15002/")]
    public void Parse_Endpoint_HasSparksPortUnlessAnotherIsGiven(string text, string endpoint) =>
        Assert.Equal(new Uri(endpoint), SparkConnectOptions.Parse(text).Endpoint);

    [Theory]
    [InlineData("http://localhost")]
    [InlineData("sc://")]
    [InlineData("sc://localhost/path")]
    [InlineData("sc://localhost/;token")]
    [InlineData("sc://localhost/;session_id=7")]
    [InlineData("sc://localhost/;use_ssl=perhaps")]
    [InlineData("sc://localhost:port")]
    public void Parse_NotAConnectionString_Throws(string text) => Assert.Throws<FormatException>(() => SparkConnectOptions.Parse(text));

    [Fact]
    public void ToString_WithAToken_DoesNotShowIt() =>
        Assert.DoesNotContain("secret", SparkConnectOptions.Parse("sc://localhost/;token=secret").ToString(), StringComparison.Ordinal);
}
