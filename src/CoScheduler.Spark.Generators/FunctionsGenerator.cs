using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace CoScheduler.Spark.Generators;

/// <summary>Writes the methods of <c>Functions</c> from the table of Spark's functions.</summary>
[Generator]
public sealed class FunctionsGenerator : IIncrementalGenerator
{
    private const string TableName = "functions.txt";

    private static readonly DiagnosticDescriptor s_badLine = new(
        "SPARKFN001", "A line of the table of functions cannot be read", "{0}", "Functions", DiagnosticSeverity.Error, isEnabledByDefault: true);

    /// <inheritdoc />
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var table = context.AdditionalTextsProvider
            .Where(text => text.Path.EndsWith(TableName, StringComparison.Ordinal))
            .Select((text, cancellationToken) => (text.Path, Text: text.GetText(cancellationToken)?.ToString() ?? ""));
        context.RegisterSourceOutput(table, static (output, file) => Write(output, file.Path, file.Text, output.CancellationToken));
    }

    private static void Write(SourceProductionContext output, string path, string text, CancellationToken cancellationToken)
    {
        var table = FunctionTable.Parse(text);
        foreach (var (line, message) in table.Faults)
        {
            var place = new LinePosition(line, 0);
            output.ReportDiagnostic(Diagnostic.Create(s_badLine, Location.Create(path, default, new LinePositionSpan(place, place)), message));
        }

        cancellationToken.ThrowIfCancellationRequested();
        output.AddSource("Functions.g.cs", SourceText.From(FunctionsWriter.Write(table), Encoding.UTF8));
    }
}
