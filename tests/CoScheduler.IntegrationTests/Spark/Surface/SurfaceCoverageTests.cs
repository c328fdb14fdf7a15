using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using CoScheduler.Spark.Sql;
using Xunit;

namespace CoScheduler.IntegrationTests.Spark.Surface;

/// <summary>No method of the client is without a test that calls it on real Spark.</summary>
public sealed class SurfaceCoverageTests
{
    // What they are of use for is called by the client itself, or is tried elsewhere.
    private static readonly HashSet<string> s_elsewhere = new(StringComparer.Ordinal)
    {
        "Connect.SparkConnectOptions.Parse", // CoScheduler.Tests: SparkConnectOptionsTests
        "Results.ArrowRowReader.Read", // CoScheduler.Tests: RowBatchesTests
        "Sql.SparkSession.Dispose", // PackageTests, by a program that is compiled ahead of time
        "Sql.Streaming.StreamingQueryListener.OnQueryStarted", // StreamingTests, called by the listener bus
        "Sql.Streaming.StreamingQueryListener.OnQueryProgress",
        "Sql.Streaming.StreamingQueryListener.OnQueryIdle",
        "Sql.Streaming.StreamingQueryListener.OnQueryTerminated",
    };

    [Fact]
    public void Methods_OfTheClient_AreEachCalledByATest()
    {
        var called = Called();
        var missing = typeof(SparkSession).Assembly.GetExportedTypes()

            // Its methods are called by reflection: FunctionCallsTests compares them with their table.
            .Where(type => type != typeof(CoScheduler.Spark.Sql.Functions))
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(method => !method.IsSpecialName && method.GetBaseDefinition() == method && !IsOfARecord(method))
            .Select(Name).Distinct(StringComparer.Ordinal)

            // A method that waits is its twin and nothing more.
            .Where(name => !called.Contains(name) && !(name.EndsWith("Async", StringComparison.Ordinal) && called.Contains(name[..^"Async".Length])))
            .Where(name => !s_elsewhere.Contains(name));
        Assert.Empty(missing);
    }

    [Fact]
    public void Functions_ThatAreNotInTheTable_AreEachCalledByATest()
    {
        var called = Called();
        var generated = Functions.FunctionCalls.Methods.Values.Select(method => method.Name).ToHashSet(StringComparer.Ordinal);
        var missing = typeof(CoScheduler.Spark.Sql.Functions).GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Where(method => !generated.Contains(method.Name)).Select(Name).Where(name => !called.Contains(name));
        Assert.Empty(missing);
    }

    private static bool IsOfARecord(MethodInfo method) => method.Name is "Equals" or "Deconstruct" or "<Clone>$";

    private static string Name(MethodInfo method) => $"{method.DeclaringType!.FullName!["CoScheduler.Spark.".Length..]}.{method.Name}";

    /// <summary>What this assembly's code names of the client.</summary>
    private static HashSet<string> Called()
    {
        using var file = new PEReader(File.OpenRead(typeof(SurfaceCoverageTests).Assembly.Location));
        var metadata = file.GetMetadataReader();
        var called = new HashSet<string>(StringComparer.Ordinal);
        foreach (var reference in metadata.MemberReferences.Select(metadata.GetMemberReference).Where(reference => reference.Parent.Kind == HandleKind.TypeReference))
        {
            var type = metadata.GetTypeReference((TypeReferenceHandle)reference.Parent);
            var space = metadata.GetString(type.Namespace);
            if (space.StartsWith("CoScheduler.Spark.", StringComparison.Ordinal))
            {
                called.Add($"{space["CoScheduler.Spark.".Length..]}.{metadata.GetString(type.Name)}.{metadata.GetString(reference.Name)}");
            }
        }

        return called;
    }
}
