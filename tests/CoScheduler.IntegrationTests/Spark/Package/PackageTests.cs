using System.Runtime.InteropServices;
using System.Xml.Linq;
using Xunit;

namespace CoScheduler.IntegrationTests.Spark.Package;

/// <summary>The package has what it should, and a program that is compiled ahead of time queries real Spark with it.</summary>
[Collection(ConnectServerTests.Name)]
public sealed class PackageTests(ConnectServer server, PackedClient client) : IClassFixture<PackedClient>
{
    private const string Library = "lib/net10.0/CoScheduler.Spark";

    private const string Program = """
        using CoScheduler.Spark.Sql;
        using CoScheduler.Spark.Sql.Types;
        using static CoScheduler.Spark.Sql.Functions;

        using var spark = SparkSession.Builder().GetOrCreate();
        var orders = spark.CreateDataFrame<Order>([new(1, "Wien", 12.5m), new(2, "Graz", 1m), new(3, "Wien", 0.25m)]);
        foreach (var total in orders.GroupBy("City").Agg(Sum("Price").As("sum")).OrderBy("City").Collect<Total>())
        {
            Console.WriteLine($"{total.City} {total.Sum:0.00}");
        }

        Console.WriteLine(spark.Sql("SELECT ? + 1, array(1, 2), named_struct('a', DATE'2026-01-02')", 41).First());
        try
        {
            spark.Range(1).Select("nothing").Collect();
        }
        catch (CoScheduler.Spark.AnalysisException error)
        {
            Console.WriteLine($"{error.ErrorClass} {error.SqlState} {error.MessageParameters["objectName"]}");
        }

        public sealed record Order(int Id, string City, decimal Price);

        public sealed record Total(string City, decimal Sum);
        """;

    [Fact]
    public void Package_Has_LibraryDocumentationReadmeAndSymbols()
    {
        var entries = client.Entries("nupkg");
        Assert.Contains($"{Library}.dll", entries);
        Assert.Contains($"{Library}.xml", entries);
        Assert.Contains("README.md", entries);
        Assert.Contains("docs/not-supported.md", entries);
        Assert.DoesNotContain(entries, entry => entry.Contains("Generators", StringComparison.Ordinal));
        Assert.Contains($"{Library}.pdb", client.Entries("snupkg"));
        var description = client.Text("CoScheduler.Spark.nuspec");
        Assert.Contains("<readme>README.md</readme>", description, StringComparison.Ordinal);
        Assert.Contains("Apache-2.0", description, StringComparison.Ordinal);
        Assert.DoesNotContain("Grpc.Tools", description, StringComparison.Ordinal);
        Assert.Contains("M:CoScheduler.Spark.Sql.DataFrame.Collect", client.Text($"{Library}.xml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Package_Names_TheCommitThatItIsMadeOf()
    {
        var repository = XDocument.Parse(client.Text("CoScheduler.Spark.nuspec")).Descendants().Single(element => element.Name.LocalName == "repository");
        var (code, head) = await Tool.RunAsync("git", ["rev-parse", "HEAD"], PackedClient.Repository());
        Assert.SkipWhen(code != 0, "The sources are in no git repository.");
        Assert.Equal(("git", head.Trim()), (repository.Attribute("type")?.Value, repository.Attribute("commit")?.Value));
    }

    [Fact]
    public void Symbols_HaveAllSources_ForADebugger()
    {
        using var symbols = new Symbols(client.Bytes("snupkg", $"{Library}.pdb"));
        Assert.True(symbols.AreOf(client.Bytes("nupkg", $"{Library}.dll")));
        Assert.All(symbols.Sources, source => Assert.True(source.Value is not null, $"{source.Key} is not in the symbols."));
        Assert.DoesNotContain(symbols.Sources.Keys, name => name.StartsWith(PackedClient.Repository(), StringComparison.Ordinal));
        var session = symbols.Sources.Single(source => source.Key.EndsWith("/src/CoScheduler.Spark/Sql/SparkSession.cs", StringComparison.Ordinal));
        Assert.Equal(File.ReadAllText(Path.Combine(PackedClient.Repository(), "src", "CoScheduler.Spark", "Sql", "SparkSession.cs")), session.Value);

        // Where the repository has an address, a debugger may also fetch them by commit.
        Assert.True(symbols.SourceLink is null || symbols.SourceLink.Contains("\"documents\"", StringComparison.Ordinal), symbols.SourceLink);
    }

    [Fact]
    public async Task Program_CompiledAheadOfTime_QueriesSparkWithoutWarnings()
    {
        server.Require();
        var linker = Tool.Exists("clang") ? "clang" : Tool.Exists("gcc") ? "gcc" : null;
        Assert.SkipWhen(linker is null, "Neither clang nor gcc is here to link a program that is compiled ahead of time.");
        var folder = Directory.CreateDirectory(Path.Combine(client.Folder, "program")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "program.csproj"), Project(linker!), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "Program.cs"), Program, TestContext.Current.CancellationToken);
        var (code, output) = await Tool.RunAsync("dotnet", ["publish", "-c", "Release", "-o", "out", "-v", "q", "--nologo"], folder);
        Assert.SkipWhen(output.Contains("NU1101", StringComparison.Ordinal) && output.Contains("ILCompiler", StringComparison.Ordinal), "The compiler's package is not to be had.");
        Assert.True(code == 0, output);
        Assert.DoesNotContain("warning IL", output, StringComparison.Ordinal);
        (code, output) = await Tool.RunAsync(
            Path.Combine(folder, "out", "program"), [], folder, ("SPARK_REMOTE", $"sc://127.0.0.1:{server.Endpoint.Port}/;token={ConnectServer.Token}"));
        Assert.True(code == 0, output);
        Assert.Equal(
            ["Graz 1.00", "Wien 12.75", "[42,[1, 2],[2026-01-02]]", "UNRESOLVED_COLUMN.WITH_SUGGESTION 42703 `nothing`"],
            output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private string Project(string linker) => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <Nullable>enable</Nullable>
            <InvariantGlobalization>true</InvariantGlobalization>
            <PublishAot>true</PublishAot>
            <TrimmerSingleWarn>false</TrimmerSingleWarn>
            <RuntimeIdentifier>{RuntimeInformation.RuntimeIdentifier}</RuntimeIdentifier>
            <CppCompilerAndLinker>{linker}</CppCompilerAndLinker>
            <NuGetAudit>false</NuGetAudit>
            <RestorePackagesPath>packages</RestorePackagesPath>
            <RestoreFallbackFolders>{Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages")}</RestoreFallbackFolders>
            <RestoreAdditionalProjectSources>{client.Folder}</RestoreAdditionalProjectSources>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="CoScheduler.Spark" Version="{client.Version}" />
          </ItemGroup>
        </Project>
        """;
}
