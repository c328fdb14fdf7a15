using System.Text;

namespace CoScheduler.Cli.Output;

/// <summary>Rows in aligned columns, as <c>kubectl</c> prints them.</summary>
internal static class TextTable
{
    private const int Gap = 3;

    public static string Render(IReadOnlyList<string> header, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var widths = header.Select((name, column) => Math.Max(name.Length, rows.Select(r => r[column].Length).DefaultIfEmpty(0).Max())).ToArray();
        var text = new StringBuilder();
        foreach (var row in rows.Prepend(header))
        {
            for (var column = 0; column < widths.Length; column++)
            {
                text.Append(column == widths.Length - 1 ? row[column] : row[column].PadRight(widths[column] + Gap));
            }

            text.Length = text.Length - TrailingSpaces(text);
            text.Append('\n');
        }

        return text.ToString();
    }

    private static int TrailingSpaces(StringBuilder text)
    {
        var spaces = 0;
        while (spaces < text.Length && text[text.Length - 1 - spaces] == ' ')
        {
            spaces++;
        }

        return spaces;
    }
}
