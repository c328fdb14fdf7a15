using System.Globalization;
using CoScheduler.Analyses;
using CoScheduler.Pool;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace CoScheduler.Server.Quota;

/// <summary>Reads one role's fields.</summary>
internal sealed class QuotaFields(List<ErrorItem> errors)
{
    private static readonly string[] Known =
        ["guarantee", "limit", "weight", "lend", "borrow", "grace", "minRuntime", "reclaimWithin", "shareReclaimAfter", "maxRunning", "maxQueued", "slotsPerCpu", "roles"];

    public RoleQuota Quota { get; private set; } = new();

    public void Read(string field, YamlNode value, QuotaFile.Place place)
    {
        Quota = field switch
        {
            "guarantee" => Quota with { Guarantee = Resources(value, place) },
            "limit" => Quota with { Limit = Resources(value, place) },
            "lend" => Quota with { Lend = Resources(value, place) },
            "borrow" => Quota with { Borrow = Resources(value, place) },
            "weight" => Quota with { Weight = Number(value, place) },
            "grace" => Quota with { GraceMilliseconds = Milliseconds(value, place) },
            "minRuntime" => Quota with { MinRuntimeMilliseconds = Milliseconds(value, place) },
            "reclaimWithin" => Quota with { ReclaimWithinMilliseconds = Milliseconds(value, place) },
            "shareReclaimAfter" => Quota with { ShareReclaimAfterMilliseconds = Milliseconds(value, place, never: true) },
            "maxRunning" => Quota with { MaxRunning = Number(value, place) },
            "maxQueued" => Quota with { MaxQueued = Number(value, place) },
            "slotsPerCpu" => Quota with { SlotsPerCpu = Number(value, place) },
            _ => Unknown(field, place),
        };
    }

    private RoleQuota Unknown(string field, QuotaFile.Place place)
    {
        errors.Add(place.Error("unknown_key", $"`{field}` is not known; {Suggestion.Sentence(field, Known)}"));
        return Quota;
    }

    private ResourceVector Resources(YamlNode value, QuotaFile.Place place)
    {
        var text = value switch
        {
            YamlScalarNode scalar => scalar.Value ?? "",
            YamlMappingNode map when map.Children.All(c => c is { Key: YamlScalarNode, Value: YamlScalarNode }) => string.Join(",", map.Children.Select(c => $"{c.Key}:{c.Value}")),
            _ => null,
        };
        if (text is null)
        {
            errors.Add(place.Error("wrong_type", "must be resources, for example \"cpus:4,mem:8Gi\" or {cpus: 4, mem: 8Gi}."));
            return ResourceVector.Empty;
        }

        if (!ResourceVector.TryParse(text, out var vector, out var error))
        {
            errors.Add(place.Error("invalid_amount", error ?? $"`{text}` is no amount of resources."));
        }

        return vector;
    }

    private int Number(YamlNode value, QuotaFile.Place place)
    {
        var scalar = value as YamlScalarNode;
        if (!int.TryParse(scalar?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            errors.Add(place.Error("wrong_type", $"{Shown(scalar)} must be a whole number from 0 to {int.MaxValue}."));
        }
        else if (scalar!.Style is ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted)
        {
            errors.Add(place.Error("wrong_type", $"\"{number}\" is text; write the number without quotes: {number}."));
        }

        return number;
    }

    private static string Shown(YamlScalarNode? scalar) => scalar is null ? "a map or a list" : $"`{scalar.Value}`";

    private long Milliseconds(YamlNode value, QuotaFile.Place place, bool never = false)
    {
        var text = (value as YamlScalarNode)?.Value ?? "";
        if (never && text == "never")
        {
            return long.MaxValue;
        }

        if (!Duration.TryParse(text, out var milliseconds, out var error))
        {
            errors.Add(place.Error("invalid_duration", error ?? $"`{text}` is no duration."));
        }
        else if (milliseconds == long.MaxValue)
        {
            errors.Add(place.Error("invalid_duration", $"`{text}` is too long{(never ? "; write `never`" : "")}."));
        }

        return milliseconds;
    }
}
