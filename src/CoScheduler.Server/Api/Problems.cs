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
    public static IResult Of(string code, string detail) => Of(new RequestError(code, detail) { Retryable = code is "starting" or "stopping" });

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

    /// <summary>The error object as JSON, the same as in replies.</summary>
    public static JsonObject Json(RequestError error)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, new JsonWriterOptions { Encoder = ApiJson.Options.Encoder }))
        {
            RequestErrorJson.Write(json, error);
        }

        return JsonNode.Parse(text.ToArray())!.AsObject();
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
