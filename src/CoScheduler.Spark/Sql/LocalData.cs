using System.Security.Cryptography;
using System.Text;
using Apache.Arrow;
using CoScheduler.Spark.LocalRows;
using CoScheduler.Spark.Protocol;
using Google.Protobuf;

namespace CoScheduler.Spark.Sql;

/// <summary>
/// Local rows in the form that Spark takes them: a few as one Arrow IPC stream within the plan, many as several in the session's cache, which the plan
/// names by their hashes (Spark's class SparkSession, methods createDataFrame and _cache_local_relation of its Python client). Of those not more are in
/// memory than are brought over in one call.
/// </summary>
internal sealed class LocalData(SparkSession session, Schema schema, Types.StructType? columns)
{
    /// <summary>So little is sent without asking what the session takes.</summary>
    private const int LittleBytes = 64 * 1024;

    /// <summary>How much is brought over in one call.</summary>
    private const int BytesACall = 32 * 1024 * 1024;

    private readonly IpcStream _stream = new(schema);
    private readonly List<Artifact> _waiting = [];
    private readonly List<string> _hashes = [];
    private LocalDataLimits? _limits;
    private long _total;
    private long _waitingBytes;

    public async Task<Relation> ToRelationAsync(IEnumerable<RecordBatch> batches)
    {
        foreach (var batch in batches)
        {
            var bytes = RecordBatchParts.Bytes(batch);
            if (_limits is null && _stream.Length + bytes > LittleBytes)
            {
                _limits = await LocalDataLimits.OfAsync(session, CancellationToken.None);
            }

            if (_limits is null)
            {
                _stream.Write(batch);
                continue;
            }

            foreach (var (part, size) in RecordBatchParts.Of(batch, _limits))
            {
                await AddAsync(part, size, _limits);
            }
        }

        return _hashes.Count == 0 && (_limits is null || _stream.Length < _limits.CacheThreshold) ? Within() : await CachedAsync();
    }

    private async Task AddAsync(RecordBatch part, long bytes, LocalDataLimits limits)
    {
        if (_stream.Rows > 0 && (_stream.Rows + part.Length > limits.ChunkRows || _stream.Length + bytes > limits.ChunkBytes))
        {
            await CacheAsync(_stream.Take());
        }

        _stream.Write(part);
    }

    private Relation Within()
    {
        var relation = new LocalRelation { Data = UnsafeByteOperations.UnsafeWrap(_stream.Take()) };
        if (columns is not null)
        {
            // Arrow has neither lengths of texts, nor units of intervals, nor metadata.
            relation.Schema = columns.Json;
        }

        return new Relation { LocalRelation = relation };
    }

    private async Task<Relation> CachedAsync()
    {
        await CacheAsync(_stream.Take());
        var cached = new ChunkedCachedLocalRelation { DataHashes = { _hashes } };
        if (columns is not null)
        {
            await CacheAsync(Encoding.UTF8.GetBytes(columns.Json));
            cached.SchemaHash = _hashes[^1];
        }

        await BringAsync();
        return new Relation { ChunkedCachedLocalRelation = cached };
    }

    private async Task CacheAsync(ArraySegment<byte> bytes)
    {
        _limits!.Require(_total += bytes.Count);
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        _hashes.Add(hash);
        _waiting.Add(new Artifact($"cache/{hash}", () => new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false)));
        _waitingBytes += bytes.Count;
        if (_waitingBytes >= BytesACall)
        {
            await BringAsync();
        }
    }

    private async Task BringAsync()
    {
        var known = await session.FindArtifactsAsync(_waiting.Select(artifact => artifact.Name).Distinct(StringComparer.Ordinal));
        var missing = _waiting.Where(artifact => !known.Contains(artifact.Name)).DistinctBy(artifact => artifact.Name, StringComparer.Ordinal).ToList();
        if (missing.Count > 0)
        {
            await session.AddArtifactsAsync(missing);
        }

        _waiting.Clear();
        _waitingBytes = 0;
    }
}
