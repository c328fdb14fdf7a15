using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CoScheduler.Analyses;

/// <summary>Writes JSON always in the same bytes.</summary>
internal static class JsonBytes
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> write, int sizeHint = 256)
    {
        var buffer = new ArrayBufferWriter<byte>(sizeHint);
        using var json = new Utf8JsonWriter(buffer, Options);
        write(json);
        json.Flush();
        return buffer.WrittenMemory;
    }

    public static string WriteText(Action<Utf8JsonWriter> write) => System.Text.Encoding.UTF8.GetString(Write(write).Span);
}
