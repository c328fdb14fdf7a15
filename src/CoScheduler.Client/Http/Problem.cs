using System.Net;
using System.Text.Json;

namespace CoScheduler.Client;

/// <summary>Answers that say no: problems of RFC 9457 beside the error object.</summary>
internal static class Problem
{
    /// <summary>Reads why a request was not taken.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The data of the event that says the same over Kafka; undefined if the answer is not the server's own.</returns>
    public static async Task<JsonElement> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            var problem = await JsonSerializer.DeserializeAsync<JsonElement>(
                await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), RowJson.Options, cancellationToken).ConfigureAwait(false);
            return problem.ValueKind == JsonValueKind.Object && problem.TryGetProperty("code", out _) ? problem : default;
        }
        catch (JsonException)
        {
            // A proxy's page: the caller tells the status.
            return default;
        }
    }

    /// <summary>The refusal of a request as an event.</summary>
    /// <param name="identity">The request.</param>
    /// <param name="response">The answer.</param>
    /// <param name="problem">What it says.</param>
    /// <returns>The event.</returns>
    public static AnalysisEvent ToEvent(RequestIdentity identity, HttpResponseMessage response, JsonElement problem) => new()
    {
        Kind = response.StatusCode == HttpStatusCode.Conflict ? AnalysisEventKind.Conflict : AnalysisEventKind.Rejected,
        Id = $"{Uri.EscapeDataString(identity.Source)}/{Uri.EscapeDataString(identity.Id)}/refused/http",
        Source = response.RequestMessage?.RequestUri?.GetLeftPart(UriPartial.Authority) ?? "/coscheduler",
        RequestSource = identity.Source,
        RequestId = identity.Id,
        Data = problem,
    };

    /// <summary>An answer that is not an answer.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="problem">What it says, if anything.</param>
    /// <returns>The exception.</returns>
    public static AnalysisException ToException(HttpResponseMessage response, JsonElement problem) => new(AnalysisError.Read(
        problem, "unreachable", $"The server answered {(int)response.StatusCode} {response.ReasonPhrase}."));
}
