using CoScheduler.Spark.Protocol;
using Grpc.Core;

namespace CoScheduler.Spark.Connect;

/// <summary>Puts batches together that the server sent in chunks because they are larger than a message may be.</summary>
internal sealed class BatchAssembler
{
    private readonly List<ReadOnlyMemory<byte>> _chunks = [];

    /// <summary>Takes a response's part.</summary>
    /// <returns>The batch that it completes, or null.</returns>
    public ArrowBatch? Add(string responseId, ExecutePlanResponse.Types.ArrowBatch part)
    {
        if (part.NumChunksInBatch <= 1)
        {
            return new ArrowBatch(responseId, part.Data.Memory, part.RowCount, part.StartOffset);
        }

        if (part.ChunkIndex != _chunks.Count)
        {
            throw new SparkConnectException(
                $"Chunk {part.ChunkIndex} of a batch came where {_chunks.Count} was expected.", StatusCode.DataLoss);
        }

        _chunks.Add(part.Data.Memory);
        return _chunks.Count < part.NumChunksInBatch ? null : new ArrowBatch(responseId, Join(), part.RowCount, part.StartOffset);
    }

    private byte[] Join()
    {
        var whole = new byte[_chunks.Sum(chunk => chunk.Length)];
        var at = 0;
        foreach (var chunk in _chunks)
        {
            chunk.CopyTo(whole.AsMemory(at));
            at += chunk.Length;
        }

        _chunks.Clear();
        return whole;
    }
}
