using System.Globalization;
using System.Text.Json;
using CoScheduler.Analyses;
using CoScheduler.Pool;
using CoScheduler.Server.Security;
using Microsoft.AspNetCore.Http;

namespace CoScheduler.Server.Api;

/// <summary>Judges the query string by what the route takes, before anything is done, and reads it.</summary>
internal static class RequestQuery
{
    /// <summary>
    /// Refuses what the route doesn't know: a slip in <c>dryRun</c> must not become a write.
    /// </summary>
    public static async Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        var metadata = context.GetEndpoint()?.Metadata;
        var known = metadata?.GetMetadata<NeededVerb>()?.Verb is null ? null : metadata.GetOrderedMetadata<QueryParameter>();
        if (known is null || context.Request.Query.Count == 0 || Faults(context.Request.Query, known) is not { Count: > 0 } faults)
        {
            await next(context);
            return;
        }

        await Problems.Of(new RequestError("invalid", faults.Count == 1 ? faults[0].Detail : $"The query string has {faults.Count} faults; 'errors' lists them.")
        {
            Errors = [.. faults],
        }).ExecuteAsync(context);
    }

    /// <summary>A parameter's text; null if it is not there or empty.</summary>
    public static string? QueryText(this HttpRequest request, string name) =>
        request.Query[name].FirstOrDefault() is { Length: > 0 } text ? text : null;

    /// <summary>Whether a flag is set.</summary>
    public static bool QueryFlag(this HttpRequest request, string name) =>
        request.Query.TryGetValue(name, out var values) && ReadFlag(values.FirstOrDefault() ?? "") is true;

    /// <summary>A length of time in milliseconds; null if it is not there.</summary>
    public static long? QueryTime(this HttpRequest request, string name) =>
        request.QueryText(name) is { } text ? Duration.Parse(text) : null;

    /// <summary>A whole number; null if it is not there.</summary>
    public static long? QueryWhole(this HttpRequest request, string name) =>
        request.QueryText(name) is { } text ? long.Parse(text, CultureInfo.InvariantCulture) : null;

    /// <summary>Whether <c>?state=</c> lets something through.</summary>
    public static bool LetsThrough<T>(this HttpRequest request, T state)
        where T : struct, Enum => request.QueryText("state") is not { } wanted || wanted == JsonNamingPolicy.SnakeCaseLower.ConvertName(state.ToString());

    /// <summary>Whether <c>?role=</c> lets something through: the role itself or one below it.</summary>
    public static bool LetsThroughRole(this HttpRequest request, string role) =>
        request.QueryText("role") is not { } wanted || RolePath.IsWithin(role, wanted);

    /// <summary>Whether a write is only to be tried.</summary>
    public static bool IsDryRun(this HttpRequest request) => request.QueryFlag(QueryParameter.DryRunName);

    /// <summary>A flag's text; null if it is none.</summary>
    public static bool? ReadFlag(string text) => text.ToUpperInvariant() switch
    {
        "" or "TRUE" or "1" => true,
        "FALSE" or "0" => false,
        _ => null,
    };

    private static List<ErrorItem> Faults(IQueryCollection query, IReadOnlyList<QueryParameter> known)
    {
        var faults = new List<ErrorItem>();
        foreach (var (name, values) in query)
        {
            if (known.FirstOrDefault(p => p.Name == name) is not { } parameter)
            {
                faults.Add(new ErrorItem("", "unknown", $"There is no '{name}' in the query string here; {Suggestion.Sentence(name, [.. known.Select(p => p.Name)])}"));
            }
            else if (values.Count > 1)
            {
                faults.Add(new ErrorItem("", "duplicate_name", $"'{name}' is there {values.Count} times; give it once."));
            }
            else if (values[0] is { Length: > 0 } text && parameter.Fault(text) is { } fault)
            {
                faults.Add(new ErrorItem("", "out_of_range", fault));
            }
        }

        return faults;
    }
}
