using System.IO.Hashing;
using CoScheduler.Spark.Protocol;
using CoScheduler.Spark.Sql;
using Google.Protobuf;
using Grpc.Core;

namespace CoScheduler.Spark.Connect;

/// <summary>Sends files in chunks, as Spark's own clients do (its class ArtifactManager): each with a checksum, a large file in several messages.</summary>
internal sealed class ArtifactUpload(SessionClient client)
{
    /// <summary>What Spark's clients take.</summary>
    private const int ChunkBytes = 32 * 1024;

    public async Task SendAsync(IReadOnlyList<Artifact> artifacts, CancellationToken cancellationToken)
    {
        var response = await client.RetryAsync(() => OnceAsync(artifacts, cancellationToken), cancellationToken);
        client.Observe(response);
        var damaged = response.Artifacts.Where(artifact => !artifact.IsCrcSuccessful).Select(artifact => artifact.Name).ToList();
        if (damaged.Count > 0)
        {
            throw new SparkException($"These files arrived damaged: {string.Join(", ", damaged)}.");
        }
    }

    private async Task<AddArtifactsResponse> OnceAsync(IReadOnlyList<Artifact> artifacts, CancellationToken cancellationToken)
    {
        using var call = client.Service.AddArtifacts(client.CallOptions(cancellationToken));
        try
        {
            foreach (var artifact in artifacts)
            {
                await SendAsync(call.RequestStream, artifact, cancellationToken);
            }

            await call.RequestStream.CompleteAsync();
        }
        catch (Exception error) when (error is RpcException or InvalidOperationException && !cancellationToken.IsCancellationRequested)
        {
            // A server that refuses a file ends the call while it is being sent: its own answer says why.
        }

        return await call.ResponseAsync;
    }

    private async Task SendAsync(IClientStreamWriter<AddArtifactsRequest> stream, Artifact artifact, CancellationToken cancellationToken)
    {
        await using var bytes = artifact.Open();
        var total = bytes.Length;
        var buffer = new byte[ChunkBytes];
        var first = await ChunkAsync(bytes, buffer, cancellationToken);
        if (total <= ChunkBytes)
        {
            var single = new AddArtifactsRequest.Types.SingleChunkArtifact { Name = artifact.Name, Data = first };
            await stream.WriteAsync(client.Stamp(new AddArtifactsRequest { Batch = new() { Artifacts = { single } } }), cancellationToken);
            return;
        }

        var chunks = (total + ChunkBytes - 1) / ChunkBytes;
        var begin = new AddArtifactsRequest.Types.BeginChunkedArtifact { Name = artifact.Name, TotalBytes = total, NumChunks = chunks, InitialChunk = first };
        await stream.WriteAsync(client.Stamp(new AddArtifactsRequest { BeginChunk = begin }), cancellationToken);
        for (var sent = 1L; sent < chunks; sent++)
        {
            var chunk = await ChunkAsync(bytes, buffer, cancellationToken);
            await stream.WriteAsync(client.Stamp(new AddArtifactsRequest { Chunk = chunk }), cancellationToken);
        }
    }

    private static async Task<AddArtifactsRequest.Types.ArtifactChunk> ChunkAsync(Stream bytes, byte[] buffer, CancellationToken cancellationToken)
    {
        var read = await bytes.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return new AddArtifactsRequest.Types.ArtifactChunk { Data = ByteString.CopyFrom(buffer, 0, read), Crc = Crc32.HashToUInt32(buffer.AsSpan(0, read)) };
    }
}
