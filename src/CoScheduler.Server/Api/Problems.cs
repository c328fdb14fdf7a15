using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CoScheduler.Analyses;
using CoScheduler.Pool;
using Microsoft.AspNetCore.Http;

namespace CoScheduler.Server.Api;

/// <summary>Errors over HTTP: RFC 9457 problems whose members are the error object of contract.md section 3.</summary>
internal static class Problems
{
    private const string ContentType = "application/problem+json";

    /// <summary>A problem with a code that <see cref="ErrorCodes"/> lists.</summary>
    public static IResult Of(string code, string detail) => Of(new RequestError(code, detail));

    /// <summary>A problem of an error object.</summary>
    public static IResult Of(RequestError error)
    {
        var status = ErrorCodes.StatusOf(error.Code);
        var problem = Json(error);
        problem["type"] = $"/v1/codes#{error.Code}";
        problem["title"] = ErrorCodes.TitleOf(error.Code);
        problem["status"] = status;
        return new ProblemResult(status, problem, error.RetryAfter);
    }

    /// <summary>A problem of a refusal of the pool.</summary>
    public static IResult Of(Refusal refusal) => Of(JsonNamingPolicy.SnakeCaseLower.ConvertName(refusal.Code.ToString()), refusal.Message);

    /// <summary>The error object as JSON.</summary>
    public static JsonObject Json(RequestError error)
    {
        var json = new JsonObject
        {
            ["code"] = error.Code,
            ["detail"] = error.Detail,
            ["retryable"] = error.Retryable,
        };
        if (error.RetryAfter is { } after)
        {
            json["retryAfter"] = after.TotalSeconds;
        }

        if (error.Errors.Length > 0)
        {
            json["errors"] = new JsonArray([.. error.Errors.Select(e => new JsonObject { ["pointer"] = e.Pointer, ["code"] = e.Code, ["detail"] = e.Detail })]);
        }

        return json;
    }

    private sealed class ProblemResult(int status, JsonObject problem, TimeSpan? retryAfter) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = status;
            httpContext.Response.ContentType = ContentType;
            if (retryAfter is { } after)
            {
                httpContext.Response.Headers.RetryAfter = Math.Ceiling(after.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            }

            await httpContext.Response.WriteAsync(problem.ToJsonString(ApiJson.Options), httpContext.RequestAborted);
        }
    }
}
