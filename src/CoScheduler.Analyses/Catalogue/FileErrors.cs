using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace CoScheduler.Analyses;

/// <summary>Collects the faults of one file.</summary>
internal sealed class FileErrors(string file)
{
    private readonly List<CatalogueError> _errors = [];

    public string File { get; } = file;

    public int Count => _errors.Count;

    public IEnumerable<CatalogueError> InOrder => _errors.OrderBy(e => e.Line).ThenBy(e => e.Column);

    public void Add(YamlNode node, string code, string detail) => Add(node.Start, code, detail);

    public void Add(Mark mark, string code, string detail) => Add((int)mark.Line, (int)mark.Column, code, detail);

    public void Add(int line, int column, string code, string detail) => _errors.Add(new(File, line, column, code, detail));
}
