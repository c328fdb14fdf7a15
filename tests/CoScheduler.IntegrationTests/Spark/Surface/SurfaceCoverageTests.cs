using System.Reflection;
using CoScheduler.Spark;
using CoScheduler.Spark.Connect;
using CoScheduler.Spark.Sql;
using CoScheduler.Spark.Sql.Catalog;
using CoScheduler.Spark.Sql.Pipelines;
using CoScheduler.Spark.Sql.Streaming;
using Xunit;

namespace CoScheduler.IntegrationTests.Spark.Surface;

/// <summary>No overload of a method, operator or constructor of the client is without a test that calls it on real Spark.</summary>
public sealed class SurfaceCoverageTests
{
    private const string Space = "CoScheduler.Spark";
    private const string Cancellation = "System.Threading.CancellationToken)";
    private const BindingFlags Public = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    // Called by the client itself, when something happens: StreamingTests overrides and hears them.
    private static readonly string[] s_heard =
    [
        "StreamingQueryListener.OnQueryStarted(CoScheduler.Spark.Sql.Streaming.QueryStartedEvent)",
        "StreamingQueryListener.OnQueryProgress(CoScheduler.Spark.Sql.Streaming.QueryProgressEvent)",
        "StreamingQueryListener.OnQueryIdle(CoScheduler.Spark.Sql.Streaming.QueryIdleEvent)",
        "StreamingQueryListener.OnQueryTerminated(CoScheduler.Spark.Sql.Streaming.QueryTerminatedEvent)",
    ];

    // What the client makes to tell of what a server said: nobody else needs their constructors.
    private static readonly HashSet<Type> s_told =
    [
        typeof(SparkQueryContext), typeof(SparkErrorCause), typeof(SparkException), typeof(SparkConnectException), typeof(StreamingQueryException),
        typeof(QueryStartedEvent), typeof(QueryProgressEvent), typeof(QueryIdleEvent), typeof(QueryTerminatedEvent), typeof(StreamingQueryStatus), typeof(PipelineEvent),
        typeof(Database), typeof(Table), typeof(Function), typeof(ArrowBatch), typeof(ExecutionProgress), typeof(StageProgress),
    ];

    private static readonly HashSet<string> s_elsewhere =
    [
        .. s_heard.Select(name => $"{Space}.Sql.Streaming.{name}"),
        .. s_told.SelectMany(type => type.GetConstructors(Public)).Select(MethodNames.Of),

        // Artifact.Of, Bytes, File, Jar and Archive make all that there are.
        .. typeof(Artifact).GetConstructors(Public).Select(MethodNames.Of),
    ];

    private static readonly IReadOnlySet<string> s_called = MethodNames.CalledBy(typeof(SurfaceCoverageTests).Assembly, Space);

    [Fact]
    public void Methods_OfTheClient_AreEachCalledByATest()
    {
        var missing = typeof(SparkSession).Assembly.GetExportedTypes()

            // Its methods are called by reflection: FunctionCallsTests compares them with their table.
            .Where(type => type != typeof(CoScheduler.Spark.Sql.Functions))
            .SelectMany(type => type.GetMethods(Public).Where(IsWritten).Concat<MethodBase>(type.GetConstructors(Public)))
            .Select(MethodNames.Of)
            .Where(name => !s_called.Contains(name) && !s_called.Contains(Waiting(name)) && !s_elsewhere.Contains(name));
        Assert.Equal("", string.Join('\n', missing));
    }

    [Fact]
    public void Functions_ThatAreNotInTheTable_AreEachCalledByATest()
    {
        var generated = Functions.FunctionCalls.Methods.Values.Select(MethodNames.Of).ToHashSet(StringComparer.Ordinal);
        var missing = typeof(CoScheduler.Spark.Sql.Functions).GetMethods(Public).Select(MethodNames.Of).Where(name => !generated.Contains(name) && !s_called.Contains(name));
        Assert.Equal("", string.Join('\n', missing));
    }

    [Fact]
    public void Exemptions_AreOfMethodsThatExistAndThatNoTestCalls() =>
        Assert.Equal("", string.Join('\n', s_elsewhere.Where(name => s_called.Contains(name) || !Exists(name))));

    // Neither what the compiler adds to records, nor what overrides a method of another type, nor the accessors of properties.
    private static bool IsWritten(MethodInfo method) =>
        (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal))
        && method.GetBaseDefinition() == method
        && method.Name is not ("Equals" or "Deconstruct" or "<Clone>$")
        && (method.Name is not ("op_Equality" or "op_Inequality") || method.ReturnType != typeof(bool));

    private static bool Exists(string name) => typeof(SparkSession).Assembly.GetExportedTypes().SelectMany(type => type.GetMethods(Public).Concat<MethodBase>(type.GetConstructors(Public)))
        .Any(method => MethodNames.Of(method) == name);

    // A method that waits is its twin and nothing more.
    private static string Waiting(string name) => name
        .Replace($", {Cancellation}", ")", StringComparison.Ordinal)
        .Replace(Cancellation, ")", StringComparison.Ordinal)
        .Replace("Async(", "(", StringComparison.Ordinal);
}
