using System.Collections.Immutable;

namespace CoScheduler.Server.Hosting;

/// <summary>What every replica of a service finds in its environment.</summary>
internal static class ServiceEnvironment
{
    /// <summary>The broker, and this program on the path, so that manifests can name what comes with it.</summary>
    public static ImmutableSortedDictionary<string, string> Of(string kafka) => ImmutableSortedDictionary<string, string>.Empty
        .Add("COSCHEDULER_KAFKA", kafka)
        .Add("PATH", $"{AppContext.BaseDirectory.TrimEnd('/')}:{Environment.GetEnvironmentVariable("PATH")}");
}
