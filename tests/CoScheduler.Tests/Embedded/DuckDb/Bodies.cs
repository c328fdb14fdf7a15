using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using CoScheduler.Analyses;
using CoScheduler.Embedded.DuckDb;
using Xunit;

namespace CoScheduler.Tests.Embedded.DuckDb;

/// <summary>Analyses made in a test, and what a worker answers to them.</summary>
internal static class Bodies
{
    public static Analysis Analysis(string sql, params (string Name, Source Source)[] sources) => new()
    {
        Name = "test",
        Summary = "A test's",
        Mode = AnalysisMode.Once,
        Role = "default",
        Parameters = [],
        Sources = sources.ToImmutableSortedDictionary(s => s.Name, s => s.Source),
        Sql = ImmutableSortedDictionary<string, string>.Empty.Add("*", sql),
        Limits = new AnalysisLimits(100_000, 16 << 20, TimeSpan.FromMinutes(2)),
        Digest = sql.GetHashCode(StringComparison.Ordinal).ToString("x8", System.Globalization.CultureInfo.InvariantCulture),
        File = "test.yaml",
    };

    public static Execution Execution(Analysis analysis, params (string Name, ParameterType Type, object Value)[] parameters) => new()
    {
        Key = new RequestKey("test", "1"),
        Attempt = 1,
        OperationId = Guid.NewGuid(),
        Analysis = analysis,
        Parameters = parameters.ToImmutableSortedDictionary(p => p.Name, p => new ParameterValue(p.Type, p.Value)),
        Role = "default",
    };

    /// <summary>All that came of an operation.</summary>
    public static async Task<Answer> ReadAsync(ChannelReader<Frame> frames)
    {
        var answer = new Answer();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await foreach (var frame in frames.ReadAllAsync(limit.Token))
        {
            answer.Add(frame);
        }

        return answer;
    }

    public static async Task<Answer> RunAsync(WorkerClient client, Execution execution) =>
        await ReadAsync(await client.ExecuteAsync(execution, execution.Analysis.BodyFor("duckdb")!, CancellationToken.None));

    internal sealed class Answer
    {
        public JsonArray Rows { get; } = [];

        public ImmutableArray<WireColumn> Schema { get; private set; }

        public List<Frame> Frames { get; } = [];

        public string? Refusal { get; private set; }

        public EndedMessage? End { get; private set; }

        public void Add(Frame frame)
        {
            Frames.Add(frame);
            switch (frame.Message)
            {
                case RowsMessage rows:
                    Schema = rows.Schema;
                    AddRows(frame, rows);
                    break;
                case EndedMessage end:
                    End = end;
                    break;
                case RefusedMessage refused:
                    Refusal = refused.Code;
                    break;
                default:
                    Assert.IsType<StartedMessage>(frame.Message);
                    break;
            }
        }

        private void AddRows(Frame frame, RowsMessage rows)
        {
            foreach (var line in WireForms.Lines(frame.Payload, rows.RowCount))
            {
                Rows.Add(JsonNode.Parse(line.Span));
            }
        }
    }
}
