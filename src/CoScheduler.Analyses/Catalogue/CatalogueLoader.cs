using System.Collections.Immutable;
using System.Text;

namespace CoScheduler.Analyses;

/// <summary>Reads the folders of the catalogue: every <c>.yaml</c> and <c>.yml</c> in them, one analysis each.</summary>
public static class CatalogueLoader
{
    /// <summary>Reads all files and notes all faults.</summary>
    /// <param name="folders">The folders.</param>
    /// <returns>The analyses without fault, and the faults of the others.</returns>
    public static CatalogueLoad Load(IEnumerable<string> folders)
    {
        var errors = ImmutableArray.CreateBuilder<CatalogueError>();
        var files = new List<CatalogueFile>();
        foreach (var folder in folders)
        {
            try
            {
                files.AddRange(CatalogueFile.ReadAll(folder));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                errors.Add(new(folder, 0, 0, "unreadable", $"The folder can't be read: {e.Message} Correct --analyses or make it readable."));
            }
        }

        return Build(files, errors);
    }

    /// <summary>Reads one analysis from a text, as a file with that name would give it.</summary>
    /// <param name="file">The file's path, which relative sources are resolved against.</param>
    /// <param name="text">Its content.</param>
    /// <returns>A catalogue of that analysis, or its faults.</returns>
    public static CatalogueLoad Parse(string file, string text) =>
        Build([new(file, text, null)], ImmutableArray.CreateBuilder<CatalogueError>());

    internal static CatalogueLoad Build(IEnumerable<CatalogueFile> files, ImmutableArray<CatalogueError>.Builder errors)
    {
        var analyses = ImmutableSortedDictionary.CreateBuilder<string, Analysis>(StringComparer.Ordinal);
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            var faults = new FileErrors(file.Path);
            if (file.Fault is not null)
            {
                faults.Add(0, 0, "unreadable", file.Fault);
            }
            else
            {
                Read(file, faults, analyses, names);
            }

            errors.AddRange(faults.InOrder);
        }

        return new(new(analyses.ToImmutable()), errors.ToImmutable());
    }

    private static void Read(
        CatalogueFile file, FileErrors faults, ImmutableSortedDictionary<string, Analysis>.Builder analyses, Dictionary<string, string> names)
    {
        var (analysis, name) = AnalysisReader.Read(file.Text, faults);
        if (name?.Value is { } text && !names.TryAdd(text, file.Path))
        {
            faults.Add(name, "duplicate_name", $"Analysis '{text}' is also in {names[text]}; rename one.");
        }
        else if (analysis is not null)
        {
            analyses[analysis.Name] = analysis;
        }
    }
}

/// <summary>A file of the catalogue.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Text">Its content.</param>
/// <param name="Fault">Why it can't be read; null if it was.</param>
internal sealed record CatalogueFile(string Path, string Text, string? Fault)
{
    private const int MaxBytes = 1 << 20;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static IReadOnlyList<CatalogueFile> ReadAll(string folder) =>
        [.. Directory.EnumerateFiles(folder)
            .Where(file => System.IO.Path.GetExtension(file) is ".yaml" or ".yml" && !System.IO.Path.GetFileName(file).StartsWith('.'))
            .Order(StringComparer.Ordinal)
            .Select(Read)];

    private static CatalogueFile Read(string path)
    {
        try
        {
            return new FileInfo(path).Length > MaxBytes
                ? new(path, "", "The file is larger than 1 MiB, which no analysis is; move it out of this folder.")
                : new(path, StrictUtf8.GetString(File.ReadAllBytes(path)).TrimStart('\uFEFF'), null);
        }
        catch (DecoderFallbackException)
        {
            return new(path, "", "The file is not UTF-8; save it as UTF-8.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(path, "", $"The file can't be read: {e.Message} Make it readable.");
        }
    }
}
