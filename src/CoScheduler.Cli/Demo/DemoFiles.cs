namespace CoScheduler.Cli.Demo;

/// <summary>Files that come with the program.</summary>
internal static class DemoFiles
{
    /// <summary>The site's manifest.</summary>
    public static string Site => Path.Combine(AppContext.BaseDirectory, "examples", "coupons", "site.yaml");
}
