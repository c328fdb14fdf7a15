using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;

namespace CoScheduler.Server.Api;

/// <summary>Every code that the server says: of errors, of single faults, of reasons why something waits.</summary>
internal static class ErrorCodes
{
    /// <summary>All of them, by kind and then by code.</summary>
    public static readonly IReadOnlyList<ErrorCode> All =
    [
        Error("agent_in_use", 409, "The agent still runs something."),
        Error("analysis_gone", 410, "The analysis that the request was accepted under can't be read any more."),
        Error("busy", 429, "The role has as many requests waiting as it may."),
        Error("deadline_passed", 400, "The deadline is past."),
        Error("driver_failed", 502, "Spark's driver does not start."),
        Error("driver_lost", 502, "The driver that ran it is gone."),
        Error("duplicate_column", 500, "The result has two columns of one name."),
        Error("engine_failed", 500, "The engine failed at it."),
        Error("events_gone", 410, "Events from there on are no longer kept."),
        Error("fenced", 409, "A later instance of the framework has registered."),
        Error("forbidden", 403, "The token doesn't have the verb for it."),
        Error("forbidden_host", 403, "Without tokens only loopback is served, and only to itself."),
        Error("forbidden_reply_topic", 403, "Replies may not go to that topic."),
        Error("forbidden_role", 403, "It counts against a role that may not be asked in from here."),
        Error("framework_built_in", 409, "The framework is a part of the server."),
        Error("id_conflict", 409, "The id belongs to a request with another content."),
        Error("internal", 500, "A fault of the server; its log has the details."),
        Error("invalid", 400, "The request has faults; all of them are listed."),
        Error("invalid_accept", 400, "There is no such form of rows."),
        Error("invalid_amount", 400, "An amount can't be used."),
        Error("invalid_attribute", 400, "An attribute of the event can't be read."),
        Error("invalid_deadline", 400, "The deadline is no time."),
        Error("invalid_deliver", 400, "Rows can't be delivered so."),
        Error("invalid_event", 400, "It is no valid CloudEvent 1.0."),
        Error("invalid_id", 400, "An id has characters that it may not have."),
        Error("invalid_manifest", 400, "The manifest has faults; all of them are listed."),
        Error("invalid_quota", 400, "The tree of roles has faults; all of them are listed."),
        Error("invalid_reply", 400, "There is no such form of replies."),
        Error("invalid_timeout", 400, "The timeout is no length of time."),
        Error("invalid_topic", 400, "The reply topic has no legal name."),
        Error("invalid_ttl", 400, "It has no ttl."),
        Error("java_missing", 503, "Spark can't run: there is no Java."),
        Error("java_too_old", 503, "Spark can't run: its Java is too old."),
        Error("malformed", 400, "The body can't be read."),
        Error("malformed_json", 400, "The data is no JSON."),
        Error("message_too_large", 413, "The message is larger than may be."),
        Error("missing_attribute", 400, "The event lacks an attribute."),
        Error("not_a_cloud_event", 400, "It is no CloudEvent."),
        Error("not_found", 404, "There is no such thing."),
        Error("not_your_allocation", 403, "The allocation is another framework's."),
        Error("not_your_offer", 403, "The offer is another framework's."),
        Error("offer_exceeded", 409, "The tasks don't fit the offer."),
        Error("out_of_range", 400, "A value is out of its range."),
        Error("precondition_failed", 412, "It has changed since it was read."),
        Error("precondition_required", 428, "If-Match must say which version is replaced."),
        Error("query_failed", 500, "The engine can't carry the analysis out as it is written."),
        Error("reply_refused", 502, "The broker doesn't take the reply."),
        Error("result_too_large", 500, "The result is larger than its analysis, or the broker, allows."),
        Error("role_in_use", 409, "A role that would go is still in use."),
        Error("role_not_allowed", 403, "The framework may not ask in this role."),
        Error("source_unavailable", 503, "A source of the analysis can't be read now."),
        Error("spark_home_invalid", 503, "Spark can't run: there is none in that folder."),
        Error("spark_too_old", 503, "Spark can't run: it is too old."),
        Error("stale_version", 409, "A later version was stated before."),
        Error("starting", 503, "The server is not ready yet."),
        Error("stopping", 503, "The server stops."),
        Error("task_id_used", 409, "The task's id was used before."),
        Error("time_limit", 504, "It ran longer than its analysis allows."),
        Error("too_large", 413, "The body is too large."),
        Error("topic_forbidden", 502, "The broker doesn't let us write to the reply topic."),
        Error("unauthorized", 401, "A token is needed."),
        Error("unknown_agent", 404, "There is no such agent."),
        Error("unknown_allocation", 404, "There is no such allocation."),
        Error("unknown_analysis", 404, "There is no such analysis."),
        Error("unknown_framework", 404, "There is no such framework."),
        Error("unknown_offer", 404, "There is no such offer."),
        Error("unknown_partition", 400, "The reply topic has no such partition."),
        Error("unknown_request", 404, "There is no such request."),
        Error("unknown_role", 404, "There is no such role."),
        Error("unknown_service", 404, "There is no such service."),
        Error("unknown_task", 404, "There is no such task."),
        Error("unknown_topic", 400, "The broker has no such reply topic."),
        Error("unknown_type", 400, "There is no such type of event."),
        Error("unknown_version", 404, "The quota never had such a version."),
        Error("unsupported", 400, "This version doesn't do that."),
        Error("unsupported_content_type", 415, "Data comes as JSON."),
        Error("unsupported_engine", 400, "The engine can't run this analysis."),
        Error("unsupported_mode", 400, "The engine doesn't run analyses of this mode."),
        Error("unsupported_source", 400, "The engine can't read a source of the analysis."),
        Error("unsupported_type", 500, "The result has a column that can't be sent."),
        Error("unsupported_value", 500, "The result has a value that JSON can't tell."),
        Error("worker_failed", 502, "DuckDB's worker does not start."),
        Error("worker_lost", 502, "The worker that ran it is gone."),
        Error("wrong_state", 409, "It is not in a state that allows it."),

        Fault("cycle", "It contains itself."),
        Fault("duplicate_name", "A name is there twice."),
        Fault("invalid_duration", "It is no length of time."),
        Fault("invalid_json", "The parameters are no JSON object."),
        Fault("invalid_name", "It can't be a name."),
        Fault("invalid_value", "It can't have that value."),
        Fault("invalid_yaml", "The file is no YAML."),
        Fault("missing", "It is not there, and must be."),
        Fault("not_allowed", "It is none of the values that are allowed."),
        Fault("not_finite", "It must be a finite number."),
        Fault("required", "The field is not there, and must be."),
        Fault("source_missing", "A source of the analysis is not there."),
        Fault("syntax", "The manifest is no YAML or JSON."),
        Fault("too_long", "The text is too long."),
        Fault("unknown", "There is no such parameter."),
        Fault("unknown_field", "There is no such field."),
        Fault("unknown_key", "There is no such key."),
        Fault("unknown_parameter", "The body names a parameter that there is not."),
        Fault("unknown_value", "There is no such value."),
        Fault("unused_parameter", "No body uses the parameter."),
        Fault("wrong_type", "It has another type than it must have."),

        Reason("ahead", "Others come first."),
        Reason("awaiting_answer", "It has an offer that its framework has not answered."),
        Reason("backing_off", "It backs off after declining, or after causing reclaim."),
        Reason("constraint", "A constraint fails where there is capacity."),
        Reason("deadline_unreachable", "Never: its deadline can't be met."),
        Reason("engine_busy", "All slots of the role's executors are taken."),
        Reason("exceeds_limit", "Never: it is larger than a limit."),
        Reason("fragmented", "There is enough in sum, and on no one agent."),
        Reason("held_for_head", "Capacity is kept for one that came before."),
        Reason("max_running", "The role runs as many as it may."),
        Reason("no_agent_fits", "Never: no agent could host it, even empty."),
        Reason("no_capacity", "Others hold the capacity."),
        Reason("parent_limit", "A role above it is at its limit."),
        Reason("restart_gate", "The master restarted and waits for its agents."),
        Reason("role_limit", "The role is at its limit."),
        Reason("starting_driver", "Its driver starts."),
        Reason("starting_worker", "Its worker starts."),
        Reason("suppressed", "Its framework wants no offers."),
        Reason("waiting_for_gang", "The rest of its gang does not fit."),
        Reason("waiting_for_reclaim", "What it needs has been asked back."),
    ];

    private static readonly FrozenDictionary<string, ErrorCode> Errors = All.Where(c => c.Status is not null).ToFrozenDictionary(c => c.Code, StringComparer.Ordinal);

    /// <summary>The status that an error is answered by.</summary>
    public static int StatusOf(string code) => Errors.GetValueOrDefault(code)?.Status ?? StatusCodes.Status400BadRequest;

    /// <summary>The title of an error.</summary>
    public static string TitleOf(string code) => Errors.GetValueOrDefault(code)?.Title ?? code.Replace('_', ' ');

    private static ErrorCode Error(string code, int status, string title) => new(code, "error", status, title);

    private static ErrorCode Fault(string code, string title) => new(code, "fault", null, title);

    private static ErrorCode Reason(string code, string title) => new(code, "reason", null, title);
}

/// <summary>A code.</summary>
/// <param name="Code">The code.</param>
/// <param name="Kind"><c>error</c>: the code of an error object; <c>fault</c>: of one of its <c>errors</c>; <c>reason</c>: why something waits.</param>
/// <param name="Status">The HTTP status that an error is answered by.</param>
/// <param name="Title">What it means.</param>
internal sealed record ErrorCode(string Code, string Kind, int? Status, string Title);
