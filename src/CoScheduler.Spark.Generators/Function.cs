namespace CoScheduler.Spark.Generators;

/// <summary>A method of <c>Functions</c>.</summary>
internal sealed record Function(string SparkName, string Method, IReadOnlyList<Parameter> Parameters, string Meaning, bool TakesNames, int Line)
{
    public bool IsDistinct { get; init; }

    /// <summary>What tells it from the other methods.</summary>
    public string Signature => $"{Method}({string.Join(",", Parameters.Select(parameter => parameter.Type))})";

    public static Function? TryParse(string sparkName, string method, string meaning, int line)
    {
        var takesNames = method[0] == '~';
        var open = method.IndexOf('(');
        if (open < 1 || method[method.Length - 1] != ')')
        {
            return null;
        }

        var list = method.Substring(open + 1, method.Length - open - 2);
        var parameters = Split(list).Select(Parameter.TryParse).ToList();
        return parameters.Contains(null)
            ? null
            : new Function(sparkName, method.Substring(0, open).TrimStart('~'), [.. parameters.Select(parameter => parameter!)], meaning, takesNames, line);
    }

    /// <summary>The same with names in place of columns.</summary>
    public Function ByName() => this with { Parameters = [.. Parameters.Select(parameter => parameter.ByName())], TakesNames = false };

    // A comma inside angle brackets belongs to a type.
    private static IEnumerable<string> Split(string list)
    {
        var depth = 0;
        var start = 0;
        for (var i = 0; i < list.Length; i++)
        {
            depth += list[i] == '<' ? 1 : list[i] == '>' ? -1 : 0;
            if (list[i] == ',' && depth == 0)
            {
                yield return list.Substring(start, i - start).Trim();
                start = i + 1;
            }
        }

        if (list.Trim().Length > 0)
        {
            yield return list.Substring(start).Trim();
        }
    }
}
