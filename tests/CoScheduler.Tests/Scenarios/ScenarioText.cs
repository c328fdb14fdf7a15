using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using CoScheduler.Pool;

namespace CoScheduler.Tests.Scenarios;

/// <summary>Writes what came of a command, a line each: a refusal, decisions, and effects behind an arrow.</summary>
internal static class ScenarioText
{
    private static readonly JsonSerializerOptions Json = new(PoolJson.Options)
    {
        TypeInfoResolver = new System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver(),
        Converters = { new JsonStringEnumConverter() },
    };

    public static string Of(StepResult result)
    {
        var text = new StringBuilder();
        if (result.Refusal is { } refusal)
        {
            text.Append("refused ").Append(refusal.Code).Append(": ").AppendLine(refusal.Message);
        }

        foreach (var decision in result.Decisions)
        {
            text.AppendLine(Line(decision));
        }

        foreach (var effect in result.Effects)
        {
            text.Append("-> ").AppendLine(Line(effect));
        }

        return text.ToString();
    }

    /// <summary>An explanation: what it is and says, its numbers, who is in the way, and the last decisions.</summary>
    public static string Of(Explanation? explanation)
    {
        if (explanation is null)
        {
            return "nothing is known of it\n";
        }

        var (text, words) = (new StringBuilder(), new List<string> { explanation.Kind, explanation.Id, explanation.State });
        words.AddRange(explanation.Role is { } role ? [$"role={role}"] : []);
        words.AddRange(explanation.Since is { } since ? [$"since={since.Milliseconds}"] : []);
        words.AddRange(explanation.Reason is { } reason ? [$"reason={reason}"] : []);
        words.AddRange(explanation.Ahead is { } ahead ? [$"ahead={ahead}"] : []);
        words.AddRange(explanation.Expected is { } expected ? [$"expected={expected.Milliseconds}"] : []);
        text.Append(string.Join(' ', words)).Append(": ").AppendLine(explanation.Message);
        text.Append("numbers ").AppendLine(string.Join(' ', explanation.Numbers.Select(number => $"{number.Key}={number.Value}")));
        foreach (var blocker in explanation.BlockedBy)
        {
            text.AppendLine($"blocked by {blocker.Kind} {blocker.Id} role={blocker.Role} {blocker.Amount}");
        }

        foreach (var (at, decision) in explanation.Last)
        {
            text.Append("at ").Append(at.Milliseconds).Append(' ').AppendLine(Line(decision));
        }

        return text.ToString();
    }

    /// <summary>Roles, agents, frameworks and offers as a picture shows them, a line each.</summary>
    public static string Of(PoolSnapshot now)
    {
        var text = new StringBuilder();
        foreach (var role in now.Roles.Values)
        {
            text.AppendLine($"role {role.Name} used={role.Used} share={role.FairShare} wanted={role.Wanted} lent={role.Lent} borrowed={role.Borrowed} guarantee={role.Guarantee} cap={role.Cap} kept={role.Kept}");
        }

        foreach (var agent in now.Agents.Values)
        {
            text.AppendLine(Line(agent));
        }

        foreach (var framework in now.Frameworks.Values)
        {
            text.AppendLine(Line(framework));
        }

        foreach (var offer in now.Offers.Values)
        {
            text.AppendLine(Line(offer));
        }

        foreach (var allocation in now.Allocations.Values)
        {
            text.AppendLine(Line(allocation));
        }

        return text.ToString();
    }

    public static string ToJson(object value) => JsonSerializer.Serialize(value, value.GetType(), Json);

    private static string Line(object value)
    {
        var line = new StringBuilder(value.GetType().Name);
        foreach (var (name, node) in JsonSerializer.SerializeToNode(value, value.GetType(), Json)!.AsObject())
        {
            if (node is not null)
            {
                line.Append(' ').Append(name).Append('=').Append(Value(node));
            }
        }

        return line.ToString();
    }

    private static string Value(JsonNode node) => node switch
    {
        JsonObject record when record["code"] is { } code => $"{code}: {record["message"]}" + (record["until"] is { } until ? $" until={until}" : ""),
        JsonObject record => "{" + string.Join(' ', record.Where(pair => pair.Value is not null).Select(pair => $"{pair.Key}={Value(pair.Value!)}")) + "}",
        JsonArray list => "[" + string.Join(' ', list.Select(item => Value(item!))) + "]",
        _ => node.ToString(),
    };
}
