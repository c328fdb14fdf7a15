using CoScheduler.Master;
using Microsoft.Extensions.Logging;

namespace CoScheduler.Frameworks.Spark;

/// <summary>Follows drivers over their REST pages and their Connect ports.</summary>
internal sealed class DriverWatcher(SparkFrameworkOptions options, ISecretStore secrets, TimeProvider time, ILogger logger) : IDriverWatcher, IDisposable
{
    /// <summary>A cold driver's first REST answers take seconds.</summary>
    private static readonly TimeSpan RestLimit = TimeSpan.FromSeconds(15);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = RestLimit };

    public IDriverWatch Watch(TaskLabels labels, Action<DriverNews> news) =>
        new DriverWatch(options, labels, secrets, _http, news, time, logger);

    public void Dispose() => _http.Dispose();
}
