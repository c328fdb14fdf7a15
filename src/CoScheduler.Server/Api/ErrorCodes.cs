using Microsoft.AspNetCore.Http;

namespace CoScheduler.Server.Api;

/// <summary>Every error code of the API, with the status that it is answered by.</summary>
internal static class ErrorCodes
{
    /// <summary>All of them, in the order of their codes.</summary>
    public static readonly IReadOnlyList<ErrorCode> All =
    [
        new("agent_in_use", StatusCodes.Status409Conflict, "The agent still runs something."),
        new("bad_reply_topic", StatusCodes.Status400BadRequest, "Replies may not go to that topic."),
        new("busy", StatusCodes.Status429TooManyRequests, "The role has as many requests waiting as it may."),
        new("dead_letter", StatusCodes.Status400BadRequest, "The message can't be read."),
        new("driver_lost", StatusCodes.Status502BadGateway, "The Spark driver that ran it is gone."),
        new("engine_unavailable", StatusCodes.Status503ServiceUnavailable, "The engine can't run here."),
        new("engine_unsupported", StatusCodes.Status400BadRequest, "The engine has no body for this analysis."),
        new("events_gone", StatusCodes.Status410Gone, "Events from there on are no longer kept."),
        new("forbidden", StatusCodes.Status403Forbidden, "The token doesn't allow it."),
        new("id_conflict", StatusCodes.Status409Conflict, "The id belongs to a request with another content."),
        new("internal", StatusCodes.Status500InternalServerError, "A fault of the server; its log has the details."),
        new("invalid", StatusCodes.Status400BadRequest, "The request has faults; all of them are listed."),
        new("invalid_amount", StatusCodes.Status400BadRequest, "An amount can't be used."),
        new("invalid_id", StatusCodes.Status400BadRequest, "An id has characters that it may not have."),
        new("invalid_manifest", StatusCodes.Status400BadRequest, "The manifest has faults; all of them are listed."),
        new("invalid_quota", StatusCodes.Status400BadRequest, "The tree of roles has faults; all of them are listed."),
        new("malformed", StatusCodes.Status400BadRequest, "The body can't be read."),
        new("not_found", StatusCodes.Status404NotFound, "There is no such thing."),
        new("out_of_range", StatusCodes.Status400BadRequest, "A value is out of its range."),
        new("precondition_failed", StatusCodes.Status412PreconditionFailed, "It has changed since it was read."),
        new("precondition_required", StatusCodes.Status428PreconditionRequired, "If-Match must say which version is replaced."),
        new("role_in_use", StatusCodes.Status409Conflict, "A role that would go is still in use."),
        new("role_not_allowed", StatusCodes.Status403Forbidden, "The role may not be asked in."),
        new("stale_version", StatusCodes.Status409Conflict, "A later version was stated before."),
        new("starting", StatusCodes.Status503ServiceUnavailable, "The server is not ready yet."),
        new("too_large", StatusCodes.Status413PayloadTooLarge, "The body is too large."),
        new("unauthorized", StatusCodes.Status401Unauthorized, "A token is needed."),
        new("unknown_agent", StatusCodes.Status404NotFound, "There is no such agent."),
        new("unknown_analysis", StatusCodes.Status404NotFound, "There is no such analysis."),
        new("unknown_framework", StatusCodes.Status404NotFound, "There is no such framework."),
        new("unknown_request", StatusCodes.Status404NotFound, "There is no such request."),
        new("unknown_role", StatusCodes.Status404NotFound, "There is no such role."),
        new("unknown_service", StatusCodes.Status404NotFound, "There is no such service."),
        new("unknown_task", StatusCodes.Status404NotFound, "There is no such task."),
        new("wrong_state", StatusCodes.Status409Conflict, "It is not in a state that allows it."),
    ];

    /// <summary>The status of a code.</summary>
    public static int StatusOf(string code) => Find(code)?.Status ?? StatusCodes.Status400BadRequest;

    /// <summary>The title of a code.</summary>
    public static string TitleOf(string code) => Find(code)?.Title ?? code.Replace('_', ' ');

    private static ErrorCode? Find(string code) => All.FirstOrDefault(c => c.Code == code);
}

/// <summary>An error code.</summary>
/// <param name="Code">The code.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Title">What it means.</param>
internal sealed record ErrorCode(string Code, int Status, string Title);
