using System.Text.Json;
using CoScheduler.Pool;

namespace CoScheduler.Server.Api;

/// <summary>What a write would do.</summary>
/// <param name="DryRun">Always true.</param>
/// <param name="Decisions">What the pool would decide, one sentence each.</param>
/// <param name="Effects">What would be carried out.</param>
internal sealed record DryRunView(bool DryRun, IReadOnlyList<JsonElement> Decisions, IReadOnlyList<string> Effects)
{
    public static DryRunView Of(StepResult result) => new(
        true,
        [.. result.Decisions.Select(d => JsonSerializer.SerializeToElement(d, ApiJson.Options))],
        [.. result.Effects.Select(EffectText.Of)]);
}
