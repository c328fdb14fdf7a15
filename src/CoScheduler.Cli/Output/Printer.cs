using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CoScheduler.Cli.Output;

/// <summary>The forms of output.</summary>
internal enum OutputFormat
{
    Table,
    Json,
    Yaml,
}

/// <summary>Prints results to standard output, and everything else to standard error.</summary>
internal sealed class Printer(OutputFormat format, TextWriter output, TextWriter error)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public OutputFormat Format => format;

    public TextWriter Error => error;

    public TextWriter Output => output;

    /// <summary>Prints a list: as a table, the named columns.</summary>
    public void List(JsonNode? items, params string[] columns)
    {
        if (format != OutputFormat.Table)
        {
            Node(items);
            return;
        }

        var rows = (items as JsonArray ?? []).Select(item => (IReadOnlyList<string>)[.. columns.Select(c => Cell(item, c))]).ToList();
        output.Write(TextTable.Render([.. columns.Select(c => c[(c.LastIndexOf('.') + 1)..].ToUpperInvariant())], rows));
    }

    /// <summary>Prints one thing: as a table, a name and a value a line.</summary>
    public void One(JsonNode? item)
    {
        if (format == OutputFormat.Table)
        {
            output.Write(YamlText.Of(item));
        }
        else
        {
            Node(item);
        }
    }

    /// <summary>Prints one of many that come one by one: a line, an object a line, or a document.</summary>
    public void Followed(JsonNode? item, Func<JsonNode, string> line)
    {
        output.WriteLine(format switch
        {
            OutputFormat.Table when item is not null => line(item),
            OutputFormat.Yaml => "---\n" + YamlText.Of(item).TrimEnd('\n'),
            _ => item?.ToJsonString(OneLine),
        });
        output.Flush();
    }

    /// <summary>Prints something for people only, to standard error.</summary>
    public void Note(string text) => error.WriteLine(text);

    private void Node(JsonNode? node) =>
        output.Write(format == OutputFormat.Yaml ? YamlText.Of(node) : (node?.ToJsonString(Indented) ?? "null") + "\n");

    private static string Cell(JsonNode? item, string path)
    {
        foreach (var part in path.Split('.'))
        {
            item = (item as JsonObject)?[part];
        }

        return Cells.Of(item);
    }
}
