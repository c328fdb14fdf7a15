namespace CoScheduler.Benchmarks;

/// <summary>The quota of the example, which has the roles of the analyses.</summary>
internal static class QuotaFile
{
    public static string Path => System.IO.Path.Combine(AppContext.BaseDirectory, "examples", "coupons", "quota.yaml");
}
