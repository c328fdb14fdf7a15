using System.Net;
using System.Text.Json.Nodes;

namespace CoScheduler.Cli.Api;

/// <summary>What the server answered.</summary>
/// <param name="Status">The status.</param>
/// <param name="Body">The body, if it was JSON.</param>
/// <param name="Text">The body as text.</param>
/// <param name="ETag">The entity tag, or null.</param>
internal sealed record ApiAnswer(HttpStatusCode Status, JsonNode? Body, string Text, string? ETag)
{
    /// <summary>Of a list, its last page; null of anything else.</summary>
    public JsonObject? Page { get; init; }

    public bool Ok => (int)Status is >= 200 and < 300;

    public int ExitCode => (int)Status switch
    {
        >= 200 and < 300 => Cli.ExitCode.Ok,
        429 or 503 => Cli.ExitCode.TryAgain,
        _ when Body is JsonObject { } problem && problem["retryable"]?.GetValue<bool>() == true => Cli.ExitCode.TryAgain,
        >= 400 and < 500 => Cli.ExitCode.Refused,
        _ => Cli.ExitCode.Failed,
    };

    /// <summary>The error in one sentence a fault, with its code.</summary>
    public string Error()
    {
        if (Body is not JsonObject problem || problem["code"] is null)
        {
            return $"the server answered {(int)Status} {Status}";
        }

        var lines = new List<string> { $"{problem["code"]}: {problem["detail"]}" };
        lines.AddRange((problem["errors"] as JsonArray ?? []).Select(e => $"  {e?["pointer"]}: {e?["code"]}: {e?["detail"]}"));
        return string.Join(Environment.NewLine, lines);
    }
}
