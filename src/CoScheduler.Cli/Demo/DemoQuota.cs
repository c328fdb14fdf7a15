namespace CoScheduler.Cli.Demo;

/// <summary>The roles of the story: the site has most of the machine back on demand, the analyses borrow what it leaves idle.</summary>
internal static class DemoQuota
{
    /// <summary>The one machine that both share. Cpus are shares, so that the story is the same on any machine.</summary>
    public const string Machine = "cpus:6,mem:10Gi";

    public const string Text = """
        roles:
          site: {guarantee: "cpus:4,mem:2Gi", weight: 3, grace: 5s}
          analytics:
            guarantee: "cpus:2,mem:4Gi"
            roles:
              realtime: {guarantee: "cpus:2,mem:4Gi", minRuntime: 0s, grace: 5s, slotsPerCpu: 1}
        """;
}
