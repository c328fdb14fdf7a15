using System.Collections.Immutable;
using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace CoScheduler.IntegrationTests.Spark.Package;

/// <summary>A portable pdb: which sources it names, and those that it has in it (Portable PDB format, "Embedded Source" and "Source Link").</summary>
internal sealed class Symbols : IDisposable
{
    private static readonly Guid s_embeddedSource = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");
    private static readonly Guid s_sourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");
    private readonly MetadataReaderProvider _provider;
    private readonly MetadataReader _reader;
    private readonly ImmutableArray<byte> _id;

    public Symbols(byte[] pdb)
    {
        _provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(pdb));
        _reader = _provider.GetMetadataReader();
        _id = _reader.DebugMetadataHeader!.Id;
    }

    /// <summary>The names of the sources, with their text where it is in the symbols.</summary>
    public IReadOnlyDictionary<string, string?> Sources => _reader.Documents.ToDictionary(
        document => _reader.GetString(_reader.GetDocument(document).Name),
        document => Information(document, s_embeddedSource) is { } bytes ? Text(bytes) : null,
        StringComparer.Ordinal);

    /// <summary>Where the sources are served, as JSON; null where the repository has no address.</summary>
    public string? SourceLink => Information(EntityHandle.ModuleDefinition, s_sourceLink) is { } bytes ? System.Text.Encoding.UTF8.GetString(bytes) : null;

    /// <summary>Whether they are those of an assembly.</summary>
    public bool AreOf(byte[] assembly)
    {
        using var file = new PEReader(new MemoryStream(assembly));
        var entry = file.ReadDebugDirectory().Single(entry => entry.Type == DebugDirectoryEntryType.CodeView);
        var view = file.ReadCodeViewDebugDirectoryData(entry);
        return new BlobContentId(_id) == new BlobContentId(view.Guid, entry.Stamp);
    }

    public void Dispose() => _provider.Dispose();

    private byte[]? Information(EntityHandle parent, Guid kind)
    {
        foreach (var handle in _reader.GetCustomDebugInformation(parent))
        {
            var information = _reader.GetCustomDebugInformation(handle);
            if (_reader.GetGuid(information.Kind) == kind)
            {
                return _reader.GetBlobBytes(information.Value);
            }
        }

        return null;
    }

    // Four bytes say how long the text is if it is compressed, and are 0 if it is not.
    private static string Text(byte[] source)
    {
        using var bytes = new MemoryStream(source, sizeof(int), source.Length - sizeof(int));
        using Stream plain = BitConverter.ToInt32(source) == 0 ? bytes : new DeflateStream(bytes, CompressionMode.Decompress);
        using var reader = new StreamReader(plain);
        return reader.ReadToEnd();
    }
}
