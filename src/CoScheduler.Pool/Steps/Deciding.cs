using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Steps;

/// <summary>A step as it goes: each decision comes true at once, and what it means outside is collected.</summary>
internal sealed class Deciding(PoolState state)
{
    private readonly List<Decision> _decisions = [];
    private readonly List<SubstrateEffect> _substrate = [];
    private readonly List<FrameworkEffect> _frameworks = [];
    private Action<Effect>? _emit;

    public PoolState State { get; } = state;

    public PoolTime Now => State.Now;

    public int Count => _decisions.Count;

    /// <summary>How many more may be asked back in this round.</summary>
    public int ReclaimsLeft { get; set; } = Defaults.ReclaimBatch;

    public void Decide(Decision decision)
    {
        _decisions.Add(decision);
        EffectsOf.Before(State, decision, _emit ??= Emit);
        Transition.Apply(State, decision);
    }

    public void Emit(Effect effect)
    {
        if (effect is SubstrateEffect substrate)
        {
            _substrate.Add(substrate);
        }
        else
        {
            _frameworks.Add((FrameworkEffect)effect);
        }
    }

    /// <summary>What is to be done on agents goes first, then the news.</summary>
    public StepResult Result() => new(null, [.. _decisions], [.. _substrate, .. _frameworks.Cast<Effect>()]);
}
