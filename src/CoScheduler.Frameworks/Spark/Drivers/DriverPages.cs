using System.Globalization;
using System.Net;

namespace CoScheduler.Frameworks.Spark;

/// <summary>A driver's pages over HTTP.</summary>
internal sealed class DriverPages(HttpClient http, TaskLabels labels)
{
    private readonly string _executors = Address(labels, $"/api/v1/applications/{Uri.EscapeDataString(labels.ApplicationId)}/executors");
    private readonly string _metrics = Address(labels, "/metrics/json/");

    /// <summary>Whether the application has begun: from then on its scheduler takes executors in.</summary>
    public async Task<bool> HasBegunAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.GetAsync(_executors, cancellationToken).ConfigureAwait(false);
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            // Nobody listens yet: the caller asks again until its own limit.
            return false;
        }
    }

    public async Task<DriverSample> ReadAsync(CancellationToken cancellationToken)
    {
        var executors = await http.GetByteArrayAsync(_executors, cancellationToken).ConfigureAwait(false);
        var metrics = await http.GetByteArrayAsync(_metrics, cancellationToken).ConfigureAwait(false);
        return new DriverSample(SampleReader.Executors(executors), SampleReader.MaxNeeded(metrics));
    }

    private static string Address(TaskLabels labels, string path) =>
        string.Create(CultureInfo.InvariantCulture, $"http://{labels.Endpoints.Host}:{labels.Endpoints.UiPort}{path}");
}
