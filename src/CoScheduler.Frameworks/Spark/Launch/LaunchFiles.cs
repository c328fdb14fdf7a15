using System.Security.Cryptography;
using System.Text;

namespace CoScheduler.Frameworks.Spark;

/// <summary>
/// The files that launches name: a Java argument file with flags and class path (200 jars would swell every journaled
/// command), log settings, and a properties file a driver. None holds a secret.
/// </summary>
internal sealed class LaunchFiles
{
    private const string LogSettings =
        """
        rootLogger.level = warn
        rootLogger.appenderRef.stderr.ref = stderr
        appender.stderr.type = Console
        appender.stderr.name = stderr
        appender.stderr.target = SYSTEM_ERR
        appender.stderr.layout.type = PatternLayout
        appender.stderr.layout.pattern = %d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %p %c{1}: %m%n%ex
        # Says every 15 s that no worker has room: the driver has no workers by design.
        logger.master.name = org.apache.spark.deploy.master
        logger.master.level = error
        logger.scheduler.name = org.apache.spark.scheduler.TaskSchedulerImpl
        logger.scheduler.level = error

        """;

    private readonly string _folder;
    private readonly string _drivers;

    public LaunchFiles(string stateDirectory, SparkInstallation installation, SparkSettings settings)
    {
        Installation = installation;
        Settings = settings;
        _folder = Path.Combine(stateDirectory, "spark", Fingerprint(installation, settings));
        _drivers = Path.Combine(stateDirectory, "spark", "drivers");
        Archives = new ClassArchives(_folder);
    }

    public SparkInstallation Installation { get; }

    public SparkSettings Settings { get; }

    public ClassArchives Archives { get; }

    public string DriverArguments => Path.Combine(_folder, "driver.args");

    public string ExecutorArguments => Path.Combine(_folder, "executor.args");

    public string LogConfiguration => Path.Combine(_folder, "log4j2.properties");

    public void Write()
    {
        Directory.CreateDirectory(_folder);
        Directory.CreateDirectory(_drivers);
        File.WriteAllText(DriverArguments, Arguments(Settings.DriverClassPath));
        File.WriteAllText(ExecutorArguments, Arguments(Settings.ExecutorClassPath));
        File.WriteAllText(LogConfiguration, LogSettings);
        Archives.Adopt();
    }

    /// <summary>Writes the properties that a driver starts with.</summary>
    public string WriteProperties(TaskLabels labels, string name)
    {
        var path = PropertiesOf(labels.Driver.Value);
        var properties = Settings.Properties.SetItems(OwnedSettings.For(Settings, labels.Endpoints, labels.ApplicationId, name));
        File.WriteAllLines(path, properties.Select(pair => $"{pair.Key} {pair.Value.Replace("\\", "\\\\", StringComparison.Ordinal)}"));
        return path;
    }

    public void RemoveProperties(string driver) => File.Delete(PropertiesOf(driver));

    private string PropertiesOf(string driver) => Path.Combine(_drivers, driver + ".conf");

    private string Arguments(string extraClassPath)
    {
        var classPath = string.Join(Path.PathSeparator, Installation.Jars);
        var whole = extraClassPath.Length == 0 ? classPath : extraClassPath + Path.PathSeparator + classPath;
        return string.Join('\n', [.. Installation.JvmFlags.Select(Quote), "-cp", Quote(whole), ""]);
    }

    /// <summary>The quoting of Java's argument files (the java command's manual, "java Command-Line Argument Files").</summary>
    private static string Quote(string argument) =>
        $"\"{argument.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static string Fingerprint(SparkInstallation installation, SparkSettings settings)
    {
        var text = string.Join(
            '\n',
            [installation.Java, $"{installation.JavaVersion}", .. installation.JvmFlags, .. installation.Jars, settings.DriverClassPath, settings.ExecutorClassPath]);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 6));
        return $"{installation.Version}-{hash}";
    }
}
