using System.Collections.Immutable;

namespace CoScheduler.Analyses;

/// <summary>The codes of requests' errors, with what each means, for <c>GET /v1/codes</c>. Engines add theirs.</summary>
public static class RequestCodes
{
    /// <summary>Every code by its name.</summary>
    public static readonly ImmutableSortedDictionary<string, string> All = new Dictionary<string, string>
    {
        ["analysis_gone"] = "The analysis can't be read any more since a restart.",
        ["busy"] = "The role has as many requests waiting as it may.",
        ["deadline_passed"] = "The deadline was past when the request came.",
        ["driver_lost"] = "What ran the request died, and it may not be run again.",
        ["duplicate"] = "A parameter is given twice.",
        ["duplicate_column"] = "The result has two columns of one name.",
        ["forbidden_reply_topic"] = "Replies may not go to that topic.",
        ["forbidden_role"] = "Whoever asks may not ask in the analysis' role.",
        ["id_conflict"] = "The identity is another request's, with another content.",
        ["internal"] = "A bug; the server's log has more.",
        ["invalid"] = "The request has faults, which are listed.",
        ["invalid_accept"] = "'accept' is none that there is.",
        ["invalid_deadline"] = "'deadline' is no time by RFC 3339.",
        ["invalid_deliver"] = "'deliver' is none that the analysis has.",
        ["invalid_json"] = "The parameters are no JSON.",
        ["invalid_reply"] = "'reply' is none that there is.",
        ["invalid_timeout"] = "'timeout' is no duration.",
        ["invalid_ttl"] = "'ttl' is given for what is no subscription.",
        ["missing"] = "A parameter is missing.",
        ["not_allowed"] = "A value is none of those that the parameter has.",
        ["not_finite"] = "A number is not finite.",
        ["out_of_range"] = "A value is outside its parameter's bounds.",
        ["result_too_large"] = "The result is larger than the analysis or a message allows.",
        ["store_full"] = "The disk under the requests is full.",
        ["time_limit"] = "The request ran for as long as its analysis allows.",
        ["too_long"] = "A text, or what every reply carries, is longer than it may be.",
        ["unknown"] = "There is no such parameter.",
        ["unknown_analysis"] = "There is no such analysis.",
        ["unknown_request"] = "There is no such request.",
        ["unknown_role"] = "The quota doesn't have the analysis' role.",
        ["unsupported_engine"] = "The server has not the engine that the analysis needs.",
        ["worker_lost"] = "What ran the request died, and it may not be run again.",
        ["wrong_type"] = "A value is not of its parameter's type.",
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);
}
