using CoScheduler.Frameworks.Spark;
using Xunit;

namespace CoScheduler.Tests.Frameworks.Spark;

public sealed class SettingsReaderTests
{
    [Fact]
    public void Parse_FormsOfAPropertiesFile_ReadsThemAll()
    {
        var defaults = SparkDefaults.Parse("# a\n! b\n\nspark.a 1\nspark.b=2\n spark.c : 3 4 \nspark.d  a\\\n  b\nspark.e\n");
        Assert.Empty(defaults.Faults);
        Assert.Equal(["1", "2", "3 4", "ab", ""], defaults.Values.Values);
    }

    [Fact]
    public void Parse_SeveralFaults_TellsEachWithItsLine()
    {
        var faults = SparkDefaults.Parse("spark.a 1\nmaster local\nspark.a 2").Faults;
        Assert.Equal([(2, "master"), (3, "spark.a")], faults.Select(fault => (fault.Line, fault.Key)));
    }

    [Fact]
    public void Read_Memory_AddsTheOverheadThatTheKernelCounts()
    {
        var settings = Read("spark.executor.memory 1g\nspark.driver.memory 8g\nspark.executor.cores 2").Settings;
        Assert.Equal((1L << 30) + (384L << 20), settings.ExecutorShape["mem"]);
        Assert.Equal((8L << 30) + ((8L << 30) / 10), settings.DriverShape["mem"]);
        Assert.Equal(2000, settings.ExecutorShape["cpus"]);
    }

    [Fact]
    public void Read_OwnCpus_StandBesideTheCores()
    {
        var settings = Read("spark.executor.cores 2\nspark.coscheduler.executor.cpus 500m\nspark.coscheduler.driver.cpus 0.25").Settings;
        Assert.Equal((2, 500, 250), (settings.ExecutorCores, settings.ExecutorMilliCpus, settings.DriverMilliCpus));
    }

    [Fact]
    public void Read_Faults_AreToldAllAtOnce()
    {
        var reading = Read(
            """
            spark.executor.memory lots
            spark.executor.cores 0
            spark.coscheduler.executor.idle soon
            spark.coscheduler.nonsense 1
            """);
        Assert.Equal(
            ["spark.executor.cores", "spark.executor.memory", "spark.coscheduler.executor.idle", "spark.coscheduler.nonsense"],
            reading.Faults.Select(fault => fault.Key));
    }

    [Fact]
    public void Read_SettingsThatAreOwned_AreOverruledWithANotice()
    {
        var reading = Read("spark.master yarn\nspark.ui.port 4040\nspark.connect.authenticate.token x\nspark.sql.ansi.enabled false");
        Assert.Equal(["spark.sql.ansi.enabled"], reading.Settings.Properties.Keys);
        Assert.Equal(3, reading.Notices.Length);
        Assert.Contains(reading.Notices, notice => notice.Contains("'spark.master'", StringComparison.Ordinal));
    }

    [Fact]
    public void Read_JavaOptions_AreSplitAsAShellWould()
    {
        var settings = Read("spark.driver.extraJavaOptions -Da=b \"-Dc=d e\"").Settings;
        Assert.Equal(["-Da=b", "-Dc=d e"], settings.DriverJavaOptions);
    }

    [Fact]
    public void Read_ShippedFile_HasNoFaultAndNoNotice()
    {
        var reading = SettingsReader.Read(SparkDefaults.Parse(File.ReadAllText(SparkDefaults.ShippedFile)));
        Assert.Empty(reading.Faults);
        Assert.Empty(reading.Notices);
    }

    private static SettingsReading Read(string text) => SettingsReader.Read(SparkDefaults.Parse(text));
}
