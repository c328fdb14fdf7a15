namespace CoScheduler.Spark.Generators;

/// <summary>A parameter of a method: as it is declared, and as it becomes Spark's argument.</summary>
internal sealed record Parameter(string Type, string Name, string? Default, bool IsList, bool IsName)
{
    private const string Params = "params ";

    public string Declaration => $"{(IsList ? Params : "")}{Type} {Name}{(Default is null ? "" : $" = {Default}")}";

    /// <summary>The expression, or the spread of expressions, in a list of arguments.</summary>
    public string Argument => (IsList ? ".. " : "") + Conversion;

    /// <summary>Whether the argument is left out when it is null.</summary>
    public bool IsOptional => Type.EndsWith("?", StringComparison.Ordinal) && Type.StartsWith("IEnumerable<", StringComparison.Ordinal);

    private string Conversion => (Type, IsName) switch
    {
        (_, true) => $"Arguments.Named({Name})",
        ("long?", _) => $"Arguments.Seed({Name})",
        ("object[]" or "string[]", _) when IsList => $"Arguments.Values({Name})",
        _ => $"Arguments.Of({Name})",
    };

    public static Parameter? TryParse(string text)
    {
        var isList = text.StartsWith(Params, StringComparison.Ordinal);
        var declaration = isList ? text.Substring(Params.Length) : text;
        var equals = declaration.IndexOf('=');
        var before = (equals < 0 ? declaration : declaration.Substring(0, equals)).Trim();
        var space = before.LastIndexOf(' ');
        return space < 1
            ? null
            : new Parameter(before.Substring(0, space).Trim(), before.Substring(space + 1), equals < 0 ? null : declaration.Substring(equals + 1).Trim(), isList, IsName: false);
    }

    public Parameter ByName() => Type switch
    {
        "Column" => this with { Type = "string", Name = Name + "Name", IsName = true },
        "Column[]" => this with { Type = "string[]", Name = Name.TrimEnd('s') + "Names", IsName = true },
        _ => this,
    };
}
