using CoScheduler.Frameworks.Spark;

namespace CoScheduler.Tests.Frameworks.Spark;

internal static class SparkFixtures
{
    public static SparkInstallation Installation { get; } = new()
    {
        Home = "/opt/spark",
        Version = new Version(4, 3, 0),
        ScalaVersion = "2.13",
        Java = "/opt/java/bin/java",
        JavaVersion = 17,
        JvmFlags = ["--add-opens=java.base/java.lang=ALL-UNNAMED"],
        Jars = ["/opt/spark/jars/a.jar", "/opt/spark/jars/b.jar"],
    };
}
