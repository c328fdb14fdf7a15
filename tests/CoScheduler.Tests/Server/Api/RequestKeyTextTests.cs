using CoScheduler.Analyses;
using CoScheduler.Server.Api;
using CsCheck;
using Xunit;

namespace CoScheduler.Tests.Server.Api;

public sealed class RequestKeyTextTests
{
    private static readonly Gen<string> _text = Gen.String[Gen.Char["/:ä %?#09az"], 0, 20];

    [Fact]
    public void Decode_WhatEncodeWrote_IsTheKey() => Gen.Select(_text, _text).Sample((source, id) => RequestKeyText.Decode(RequestKeyText.Encode(new RequestKey(source, id))) == new RequestKey(source, id));

    [Fact]
    public void Encode_KeysThatJoinToTheSameText_Differ() =>
        Assert.NotEqual(RequestKeyText.Encode(new RequestKey("a", "bc")), RequestKeyText.Encode(new RequestKey("ab", "c")));

    [Fact]
    public void Encode_AnyKey_NeedsNoEscapingInAnAddress()
    {
        var text = RequestKeyText.Encode(new RequestKey("/shop?x=1#y", "a b/ü😀"));
        Assert.Equal(text, Uri.EscapeDataString(text));
        Assert.Equal(new RequestKey("/shop?x=1#y", "a b/ü😀"), RequestKeyText.Decode(text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("zzz")]
    [InlineData("%%%")]
    [InlineData("OTk6YQ")]
    [InlineData("LTE6YQ")]
    [InlineData("OmE")]
    public void Decode_WhatIsNoKey_IsNull(string text) => Assert.Null(RequestKeyText.Decode(text));
}
