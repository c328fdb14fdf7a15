using System.Runtime.Versioning;
using CoScheduler.Frameworks.Spark;
using Xunit;

namespace CoScheduler.Tests.Frameworks.Spark;

[UnsupportedOSPlatform("windows")]
public sealed class InstallationProbeTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("coscheduler-probe-").FullName;

    private string Home => Path.Combine(_root, "spark");

    private string JavaHome => Path.Combine(_root, "java");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Probe_NoHome_SaysWhatToSet()
    {
        var probe = await InstallationProbe.RunAsync(null, null, "", TestContext.Current.CancellationToken);
        Assert.Equal("spark_home_invalid", probe.Fault!.Code);
        Assert.Contains("SPARK_HOME", probe.Fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Probe_HomePointsNowhere_IsInvalid()
    {
        var probe = await InstallationProbe.RunAsync(Home, null, "", TestContext.Current.CancellationToken);
        Assert.Equal("spark_home_invalid", probe.Fault!.Code);
    }

    [Fact]
    public async Task Probe_OldSpark_IsTooOld()
    {
        MakeSpark("4.1.4");
        var probe = await InstallationProbe.RunAsync(Home, null, "", TestContext.Current.CancellationToken);
        Assert.Equal("spark_too_old", probe.Fault!.Code);
        Assert.Contains("4.1.4", probe.Fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Probe_NoJava_IsMissing()
    {
        MakeSpark("4.3.0");
        var probe = await InstallationProbe.RunAsync(Home, JavaHome, "", TestContext.Current.CancellationToken);
        Assert.Equal("java_missing", probe.Fault!.Code);
    }

    [Theory]
    [InlineData("1.8.0_392", "8")]
    [InlineData("11.0.21", "11")]
    public async Task Probe_OldJava_IsTooOld(string version, string feature)
    {
        MakeSpark("4.3.0");
        MakeJava($"echo 'openjdk version \"{version}\"' >&2");
        var probe = await InstallationProbe.RunAsync(Home, JavaHome, "", TestContext.Current.CancellationToken);
        Assert.Equal("java_too_old", probe.Fault!.Code);
        Assert.Contains($"Java {feature} ", probe.Fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Probe_WholeInstallation_KnowsTheLaunchersFlags()
    {
        MakeSpark("4.3.0");
        MakeJava(
            """
            if [ "$1" = -version ]; then echo 'openjdk version "21.0.2" 2024-01-16' >&2; exit 0; fi
            printf '%s\0' "$0" -cp conf:jars -Xmx1g --add-opens=java.base/java.lang=ALL-UNNAMED -Da=b org.apache.spark.executor.CoarseGrainedExecutorBackend
            """);
        var probe = await InstallationProbe.RunAsync(Home, JavaHome, "", TestContext.Current.CancellationToken);
        Assert.Null(probe.Fault);
        var found = probe.Installation!;
        Assert.Equal((new Version(4, 3, 0), "2.13", 21), (found.Version, found.ScalaVersion, found.JavaVersion));
        Assert.Equal(["--add-opens=java.base/java.lang=ALL-UNNAMED", "-Da=b"], found.JvmFlags);
        Assert.Equal(3, found.Jars.Length);
    }

    private void MakeSpark(string version)
    {
        var jars = Directory.CreateDirectory(Path.Combine(Home, "jars")).FullName;
        foreach (var jar in new[] { "core", "launcher", "connect" })
        {
            File.WriteAllText(Path.Combine(jars, $"spark-{jar}_2.13-{version}.jar"), "");
        }
    }

    private void MakeJava(string script)
    {
        var java = Path.Combine(Directory.CreateDirectory(Path.Combine(JavaHome, "bin")).FullName, "java");
        File.WriteAllText(java, "#!/bin/sh\n" + script + "\n");
        File.SetUnixFileMode(java, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
