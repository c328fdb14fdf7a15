using System.Text.Json.Nodes;
using CoScheduler.Cli.Output;
using CsCheck;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace CoScheduler.Tests.Cli.Output;

public sealed class YamlTextTests
{
    [Fact]
    public void Of_NestedNode_IsBlockYaml() => Assert.Equal(
        "name: a\nempty: {}\nnone: []\nnothing: null\nlist:\n  - 1\n  -\n    b: \"true\"\n",
        YamlText.Of(JsonNode.Parse("""{"name":"a","empty":{},"none":[],"nothing":null,"list":[1,{"b":"true"}]}""")));

    [Theory]
    [InlineData("true")]
    [InlineData("no")]
    [InlineData("1.5")]
    [InlineData("")]
    [InlineData("a: b")]
    [InlineData("- a")]
    [InlineData("cpus:4,mem:8Gi")]
    [InlineData("#c")]
    public void Of_TextThatYamlCouldMisread_IsQuoted(string text) => Assert.StartsWith("\"", YamlText.Of(JsonValue.Create(text)), StringComparison.Ordinal);

    [Fact]
    public void Of_TextThatIsQuoted_KeepsItsCharacters() =>
        Assert.Equal("\"its role's guarantee: <2 + ä>\"\n", YamlText.Of(JsonValue.Create("its role's guarantee: <2 + ä>")));

    [Fact]
    public void Of_AnyText_IsReadBackAsItWas() => Gen.String[Gen.Char["abcn:-# \"'\\{}[],&*!|>%@`~\n\täö"], 0, 12].Sample(text =>
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(YamlText.Of(new JsonObject { ["k"] = text })));
        return ((YamlScalarNode)((YamlMappingNode)stream.Documents[0].RootNode).Children[new YamlScalarNode("k")]).Value == text;
    });
}
