using System.Collections.Immutable;
using CoScheduler.Analyses;
using CoScheduler.Embedded.DuckDb;
using Xunit;

namespace CoScheduler.Tests.Embedded.DuckDb;

public sealed class EngineJudgementTests
{
    private static readonly Analysis _analysis = Bodies.Analysis("SELECT 1");

    [Fact]
    public void Of_BodyForAnyEngine_HasNoFault() => Assert.Null(EngineJudgement.Of(_analysis));

    [Fact]
    public void Of_BodyForSparkOnly_NamesTheEngineThatCan() =>
        AssertFault("spark", _analysis with { Sql = ImmutableSortedDictionary<string, string>.Empty.Add("spark", "SELECT 1") });

    [Fact]
    public void Of_Streaming_NamesTheEngineThatCan() => AssertFault("spark", _analysis with { Mode = AnalysisMode.Streaming });

    [Fact]
    public void Of_ArrowFile_SaysWhatToWrite() => AssertFault("Parquet", Bodies.Analysis("SELECT 1", ("a", new FileSource("/a.arrow", "arrow"))));

    [Fact]
    public void Of_TopicColumnOfAnUnknownType_NamesIt() =>
        AssertFault("'when'", Bodies.Analysis("SELECT 1", ("t", new TopicTableSource("t", [new Column("k", "string", true), new Column("when", "interval", true)], "k"))));

    private static void AssertFault(string word, Analysis analysis)
    {
        var error = EngineJudgement.Of(analysis);
        Assert.StartsWith("unsupported_", error?.Code, StringComparison.Ordinal);
        Assert.Contains(word, error!.Detail, StringComparison.Ordinal);
    }
}
