namespace CoScheduler.Spark.Generators;

/// <summary>
/// The table's lines, <c>spark_name | Method(parameters) | what it gives</c>. A name after <c>distinct</c> is called so; <c>~</c> before a method gives it a
/// second form in which names stand for columns. Lines <c>param | name | meaning</c> say what parameters of that name mean.
/// </summary>
internal sealed class FunctionTable
{
    private const string Distinct = "distinct ";

    public List<Function> Functions { get; } = [];

    public Dictionary<string, string> Meanings { get; } = new(StringComparer.Ordinal);

    /// <summary>The lines that cannot be read, counted from 0, and why.</summary>
    public List<(int Line, string Message)> Faults { get; } = [];

    public static FunctionTable Parse(string text)
    {
        var table = new FunctionTable();
        var lines = text.Split('\n');
        for (var line = 0; line < lines.Length; line++)
        {
            if (lines[line].Trim() is { Length: > 0 } content && content[0] != '#')
            {
                table.Add(line, [.. content.Split('|').Select(part => part.Trim())]);
            }
        }

        table.CheckMeanings();
        return table;
    }

    private void Add(int line, string[] parts)
    {
        if (parts.Length != 3 || parts.Any(part => part.Length == 0))
        {
            Faults.Add((line, "A line has three parts: Spark's name, the method, and what it gives."));
        }
        else if (parts[0] == "param")
        {
            Meanings[parts[1]] = parts[2];
        }
        else if (Function.TryParse(Name(parts[0]), parts[1], parts[2], line) is not { } function)
        {
            Faults.Add((line, $"'{parts[1]}' is not a method with its parameters."));
        }
        else
        {
            Functions.Add(function with { IsDistinct = parts[0].StartsWith(Distinct, StringComparison.Ordinal) });
        }
    }

    private void CheckMeanings()
    {
        foreach (var function in Functions)
        {
            foreach (var parameter in function.Parameters.Where(parameter => !Meanings.ContainsKey(parameter.Name)))
            {
                Faults.Add((function.Line, $"No line says what a parameter '{parameter.Name}' means."));
            }
        }
    }

    private static string Name(string part) => part.StartsWith(Distinct, StringComparison.Ordinal) ? part.Substring(Distinct.Length) : part;
}
