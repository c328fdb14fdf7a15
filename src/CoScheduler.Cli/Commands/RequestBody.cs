using System.Text.Json;
using System.Text.Json.Nodes;

namespace CoScheduler.Cli.Commands;

/// <summary>A request's parameters, from a file and from the command line; the latter win.</summary>
internal static class RequestBody
{
    /// <summary>Reads them; null, and said why, if they can't be read.</summary>
    public static async Task<JsonObject?> ReadAsync(string? file, string[] parameters, CliContext cli, CancellationToken cancellationToken)
    {
        var body = new JsonObject();
        if (file is not null)
        {
            if (await FileText.ReadAsync(file, cli, cancellationToken) is not { } text)
            {
                return null;
            }

            if (Parse(text, out var fault) is not { } parsed)
            {
                cli.Print.Note($"coscheduler: {file} must hold a JSON object of parameters{fault}.");
                return null;
            }

            body = parsed;
        }

        foreach (var parameter in parameters)
        {
            var split = parameter.IndexOf('=', StringComparison.Ordinal);
            if (split <= 0)
            {
                cli.Print.Note($"coscheduler: `{parameter}` must be KEY=VALUE.");
                return null;
            }

            body[parameter[..split]] = parameter[(split + 1)..];
        }

        return body;
    }

    private static JsonObject? Parse(string text, out string fault)
    {
        fault = "";
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException e)
        {
            fault = $" (it breaks in line {e.LineNumber + 1})";
            return null;
        }
    }
}
