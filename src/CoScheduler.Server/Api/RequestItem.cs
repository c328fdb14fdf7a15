using System.Text;
using System.Text.Json.Nodes;
using CoScheduler.Analyses;
using Microsoft.AspNetCore.WebUtilities;

namespace CoScheduler.Server.Api;

/// <summary>A request as the API shows it.</summary>
internal sealed record RequestItem(
    string Key,
    string Source,
    string Id,
    string Analysis,
    string Version,
    string Role,
    string Engine,
    RequestState State,
    int Attempt,
    string? Reason,
    string? Message,
    JsonObject? Error,
    long Rows,
    DateTimeOffset AcceptedAt,
    DateTimeOffset? RunningAt,
    DateTimeOffset? EndedAt,
    DateTimeOffset? Deadline)
{
    public static RequestItem Of(RequestView view) => new(
        RequestKeyText.Encode(view.Key),
        view.Key.Source,
        view.Key.Id,
        view.Analysis,
        view.Version,
        view.Role,
        view.Engine,
        view.State,
        view.Attempt,
        view.Reason?.Code,
        view.Reason?.Message,
        view.Error is null ? null : Problems.Json(view.Error),
        view.Rows,
        view.AcceptedAt,
        view.RunningAt,
        view.EndedAt,
        view.Deadline);
}

/// <summary>A request's identity as one URL-safe word: base64url of the source's length, the source and the id.</summary>
internal static class RequestKeyText
{
    public static string Encode(RequestKey key) =>
        WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes($"{key.Source.Length}:{key.Source}{key.Id}"));

    public static RequestKey? Decode(string text)
    {
        try
        {
            var plain = Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(text));
            var colon = plain.IndexOf(':', StringComparison.Ordinal);
            return colon > 0 && int.TryParse(plain.AsSpan(0, colon), out var length) && length >= 0 && length <= plain.Length - colon - 1
                ? new RequestKey(plain.Substring(colon + 1, length), plain[(colon + 1 + length)..])
                : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
