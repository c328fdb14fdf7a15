using System.Text.Json.Nodes;
using CoScheduler.Server.Security;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CoScheduler.Server.Api;

/// <summary>Completes the OpenAPI document by what the routes say of themselves.</summary>
internal static class ApiDocument
{
    /// <summary>Sets the document's transformers.</summary>
    public static void Configure(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "CoScheduler",
                Version = "v1",
                Description = "One pool that Spark, services and other frameworks share, and analyses on request. Errors are RFC 9457 problems; /v1/codes lists their codes.",
            };
            document.Servers?.Clear();
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            var metadata = context.Description.ActionDescriptor.EndpointMetadata;
            operation.Parameters ??= [];
            foreach (var parameter in metadata.OfType<QueryParameter>())
            {
                operation.Parameters.Add(new OpenApiParameter { Name = parameter.Name, In = ParameterLocation.Query, Description = parameter.Description, Schema = Schema(parameter) });
            }

            if (metadata.OfType<NeededVerb>().FirstOrDefault()?.Verb is { } verb)
            {
                operation.Description = $"Needs a token with the verb `{verb.ToString().ToLowerInvariant()}`, where the server has tokens.";
            }

            return Task.CompletedTask;
        });
    }

    private static OpenApiSchema Schema(QueryParameter parameter) => new()
    {
        Type = parameter.Type switch
        {
            "boolean" => JsonSchemaType.Boolean,
            "integer" => JsonSchemaType.Integer,
            _ => JsonSchemaType.String,
        },
        Enum = parameter.Words.Count == 0 ? null : [.. parameter.Words.Select(w => (JsonNode)w)],
    };
}
