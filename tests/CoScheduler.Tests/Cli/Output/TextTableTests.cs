using CoScheduler.Cli.Output;
using Xunit;

namespace CoScheduler.Tests.Cli.Output;

public sealed class TextTableTests
{
    [Fact]
    public void Render_Rows_AlignsColumnsWithoutTrailingSpaces() =>
        Assert.Equal("NAME       STATE\nlong-one   up\nb\n", TextTable.Render(["NAME", "STATE"], [["long-one", "up"], ["b", ""]]));

    [Fact]
    public void Render_NoRows_IsTheHeader() => Assert.Equal("NAME\n", TextTable.Render(["NAME"], []));
}
