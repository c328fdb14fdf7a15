using System.Collections.Immutable;

namespace CoScheduler.Analyses;

/// <summary>Gathers the rows of one attempt into parts below the message limit, and sees to the limits of its analysis.</summary>
internal sealed class ResultBuffer
{
    // Attribute names, the time, and JSON around it all; what varies is added.
    private const int EnvelopeBytes = 1_024;

    private readonly RequestRecord _request;
    private readonly Analysis _analysis;
    private readonly int _budget;
    private readonly List<ResultPart> _parts = [];
    private readonly List<ReadOnlyMemory<byte>> _rows = [];
    private ImmutableArray<Column> _schema;
    private bool _first;
    private long _partBytes;
    private long _rowCount;

    public ResultBuffer(RequestRecord request, Analysis analysis, int messageLimit, bool begun)
    {
        (_request, _analysis, _first) = (request, analysis, !begun);
        _budget = messageLimit - EnvelopeBytes - Envelope(request);
        _rowCount = begun ? request.Rows : 0;
    }

    /// <summary>How many bytes of rows came so far.</summary>
    public long Bytes { get; private set; }

    /// <summary>Takes rows in; an error if they are too many, too large or can't be told apart.</summary>
    public RequestError? Add(ResultBatch batch)
    {
        if (_schema.IsDefault)
        {
            _schema = batch.Schema;
            _partBytes = SchemaBytes();
            if (Duplicate(_schema) is { } name)
            {
                return new("duplicate_column", $"Analysis '{_analysis.Name}' gives column '{name}' twice; name one otherwise with AS.");
            }
        }

        _rowCount += batch.RowCount;
        Bytes += batch.Arrow.Length + batch.Rows.Sum(row => (long)row.Length);
        if (_rowCount > _analysis.Limits.Rows)
        {
            return TooLarge($"more than {_analysis.Limits.Rows} rows, the most that analysis '{_analysis.Name}' allows");
        }

        if (Bytes > _analysis.Limits.Bytes)
        {
            return TooLarge($"more than {_analysis.Limits.Bytes} bytes, the most that analysis '{_analysis.Name}' allows");
        }

        return _request.Route.Format is ResultFormat.Arrow ? AddArrow(batch) : batch.Rows.Select(AddRow).FirstOrDefault(error => error is not null);
    }

    /// <summary>The parts so far, and forgets them. The first part of an attempt is there even if it has no rows: it has the schema.</summary>
    public ImmutableArray<ResultPart> Take()
    {
        if (_request.Route.Format is ResultFormat.Json && (_rows.Count > 0 || (_first && !_schema.IsDefault)))
        {
            ClosePart();
        }

        ImmutableArray<ResultPart> parts = [.. _parts];
        _parts.Clear();
        return parts;
    }

    public FinalResult TakeFinal() => new(_schema.IsDefault ? [] : _schema, [.. _rows], _partBytes);

    private RequestError? AddArrow(ResultBatch batch)
    {
        var bytes = _request.Route.Structured ? (batch.Arrow.Length + 2L) / 3 * 4 : batch.Arrow.Length;
        if (bytes > _budget)
        {
            return TooLarge($"a batch of {bytes} bytes, above the limit of one message ({_budget})");
        }

        _parts.Add(new(batch.Arrow, ReplyTypes.Arrow, batch.RowCount));
        return null;
    }

    private RequestError? AddRow(ReadOnlyMemory<byte> row)
    {
        var bytes = row.Length + 1;
        if (_partBytes + bytes > _budget)
        {
            if (_request.Route.Final)
            {
                return TooLarge($"more than one message holds ({_budget} bytes); ask with 'reply: events'");
            }

            if (_rows.Count > 0)
            {
                ClosePart();
            }

            if (_partBytes + bytes > _budget)
            {
                return TooLarge($"a row of {row.Length} bytes, above the limit of one message ({_budget})");
            }
        }

        _rows.Add(row);
        _partBytes += bytes;
        return null;
    }

    private void ClosePart()
    {
        ReadOnlyMemory<byte>[] rows = [.. _rows];
        var (first, schema) = (_first, _schema);
        var data = JsonBytes.Write(
            json =>
            {
                json.WriteStartObject();
                if (first)
                {
                    ResultJson.WriteSchema(json, schema);
                }

                ResultJson.WriteRows(json, rows);
                json.WriteEndObject();
            },
            (int)_partBytes + 64);
        _parts.Add(new(data, ReplyTypes.Json, rows.Length));
        _rows.Clear();
        _first = false;
        _partBytes = 0;
    }

    private long SchemaBytes() => _first ? JsonBytes.Write(json =>
    {
        json.WriteStartObject();
        ResultJson.WriteSchema(json, _schema);
        json.WriteEndObject();
    }).Length : 0;

    private static int Envelope(RequestRecord request) =>
        // Percent-encoding makes up to three characters of one, and the id is in it once more.
        8 * (request.Key.Source.Length + request.Key.Id.Length) + request.Route.Copied.Sum(c => 8 + c.Key.Length + 4 * c.Value.Length);

    private static string? Duplicate(ImmutableArray<Column> schema) =>
        schema.GroupBy(c => c.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1)?.Key;

    private static RequestError TooLarge(string what) => new("result_too_large", $"The result has {what}; ask for less, or raise the limit.");
}
