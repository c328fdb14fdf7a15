namespace CoScheduler.Analyses;

/// <summary>A fault in a file of the catalogue.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">The line, from 1; 0 if the fault is the whole file's.</param>
/// <param name="Column">The column, from 1.</param>
/// <param name="Code">The code, in snake case.</param>
/// <param name="Detail">One sentence that says what to do.</param>
public sealed record CatalogueError(string File, int Line, int Column, string Code, string Detail)
{
    /// <summary>As compilers write it, so that editors find the place.</summary>
    /// <returns><c>file:line:column: code: detail</c>.</returns>
    public override string ToString() => Line > 0 ? $"{File}:{Line}:{Column}: {Code}: {Detail}" : $"{File}: {Code}: {Detail}";
}
