using System.Text.Json.Nodes;
using CoScheduler.Cli.Commands;
using CoScheduler.Cli.Output;
using Xunit;

namespace CoScheduler.Tests.Cli;

public sealed class ExplanationTextTests
{
    private const string Waiting = """
        {"kind":"service","id":"site","role":"shop/site","state":"waiting","since":"2026-11-27T14:16:08.2750392+00:00",
         "reason":"no_room","message":"It takes cpus:1, and nothing is free where it may go.",
         "numbers":{"cpus":1000,"free.cpus":500,"free.mem":1073741824,"target":4,"deficit.cpus":-2000},
         "blockedBy":[{"kind":"task","id":"t-1","role":"batch","amount":"cpus:2"}],"ahead":3,"expected":"2026-11-27T14:17:00Z",
         "last":["14:16:08.275 services wants 4 of site"]}
        """;

    [Fact]
    public void Print_Table_IsWhatAPersonAsks() => Assert.Equal(
        """
        service site of shop/site: waiting since 2026-11-27 14:16:08Z
        It takes cpus:1, and nothing is free where it may go. (no_room)
        ahead: 3
        expected: 2026-11-27 14:17:00Z
        numbers: cpus:1; free cpus:0.5,mem:1Gi; target 4; deficit cpus:-2000

        In its way:
        KIND   ID    ROLE    AMOUNT
        task   t-1   batch   cpus:2

        The last decisions on it:
          14:16:08.275 services wants 4 of site

        """,
        Print(OutputFormat.Table, Waiting));

    [Fact]
    public void Print_WhatIsNotKnown_IsLeftOut() => Assert.Equal(
        "role batch: met\nIt uses nothing.\n",
        Print(OutputFormat.Table, """{"kind":"role","id":"batch","role":"batch","state":"met","since":null,"reason":null,"message":"It uses nothing.","numbers":{},"blockedBy":[],"ahead":null,"expected":null,"last":[]}"""));

    [Fact]
    public void Print_Json_IsWhole() => Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Waiting), JsonNode.Parse(Print(OutputFormat.Json, Waiting))));

    private static string Print(OutputFormat format, string explanation)
    {
        using var output = new StringWriter { NewLine = "\n" };
        ExplanationText.Print(new Printer(format, output, TextWriter.Null), JsonNode.Parse(explanation));
        return output.ToString();
    }
}
