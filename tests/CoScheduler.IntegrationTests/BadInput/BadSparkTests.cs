using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CoScheduler.IntegrationTests.Crashes;
using CoScheduler.IntegrationTests.Kit;
using Xunit;

namespace CoScheduler.IntegrationTests.BadInput;

[Collection(ProcessTests.Name)]
public sealed class BadSparkTests : IDisposable
{
    private readonly StateFolder _folder = new();

    private string State => Path.Combine(_folder.Path, "state");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public Task Request_SparkHomePointsNowhere_IsToldSo() => ToldAsync(Path.Combine(_folder.Path, "nowhere"), null, "spark_home_invalid");

    [Fact]
    public Task Request_SparkTooOld_IsToldSo() => ToldAsync(Spark("4.1.4"), null, "spark_too_old");

    [Fact]
    public Task Request_NoJava_IsToldSo() => ToldAsync(Spark("4.3.0"), Path.Combine(_folder.Path, "nowhere"), "java_missing");

    [Fact]
    public Task Request_JavaTooOld_IsToldSo() => ToldAsync(Spark("4.3.0"), OldJava(), "java_too_old");

    private async Task ToldAsync(string spark, string? java, string code)
    {
        var environment = new Dictionary<string, string?> { ["SPARK_HOME"] = spark, ["JAVA_HOME"] = java };
        await using var server = await ServerProcess.StartAsync(State, environment, "--engine", "spark", "--agent", "machine=cpus:2,mem:2Gi", "--recovery-timeout", "0s");
        using var asked = new HttpRequestMessage(HttpMethod.Post, "v1/analyses/demand/requests") { Content = JsonContent.Create(new JsonObject()) };
        asked.Headers.Add("Prefer", "wait=30");

        using var answer = await server.Http.SendAsync(asked, TestContext.Current.CancellationToken);

        var said = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains($"\"{code}\"", said, StringComparison.Ordinal);
        Assert.Contains(code, (await server.GetAsync("v1/codes")).ToJsonString(), StringComparison.Ordinal);
        Assert.NotEmpty((await server.GetAsync("v1/analyses"))["items"]!.AsArray());
        Assert.Equal(0, await server.StopAsync());
    }

    private string Spark(string version)
    {
        var jars = Directory.CreateDirectory(Path.Combine(_folder.Path, "spark", "jars")).FullName;
        foreach (var jar in new[] { "core", "launcher", "connect" })
        {
            File.WriteAllText(Path.Combine(jars, $"spark-{jar}_2.13-{version}.jar"), "");
        }

        return Path.Combine(_folder.Path, "spark");
    }

    private string OldJava()
    {
        var home = Path.Combine(_folder.Path, "java");
        var java = Path.Combine(Directory.CreateDirectory(Path.Combine(home, "bin")).FullName, "java");
        File.WriteAllText(java, "#!/bin/sh\necho 'openjdk version \"11.0.21\"' >&2\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(java, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return home;
    }
}
