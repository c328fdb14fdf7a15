using System.Runtime.InteropServices;
using CoScheduler.Pool.Reclaim;
using CoScheduler.Pool.Scheduling;
using CoScheduler.Pool.State;

namespace CoScheduler.Pool.Steps;

/// <summary>A step as it goes: each decision comes true at once, and what it means outside is collected. Used for one step after the other.</summary>
internal sealed class Deciding(PoolState state)
{
    private const int LargestKept = 1 << 16;

    private readonly List<Decision> _decisions = [];
    private readonly List<Effect> _substrate = [];
    private readonly List<Effect> _frameworks = [];
    private readonly List<AllocationId> _loose = [];
    private Action<Effect>? _emit;
    private OfferTable? _offerTable;
    private ClaimSearch? _claims;

    public PoolState State { get; } = state;

    public PoolTime Now => State.Now;

    /// <summary>On which offers are dealt.</summary>
    public OfferTable OfferTable => _offerTable ??= new OfferTable(this);

    public int Count => _decisions.Count;

    /// <summary>With which claims are looked for.</summary>
    public ClaimSearch Claims => _claims ??= new ClaimSearch(State);

    /// <summary>How many more may be asked back in this round.</summary>
    public int ReclaimsLeft { get; set; } = Defaults.ReclaimBatch;

    public void Decide(Decision decision)
    {
        _decisions.Add(decision);
        if (decision is PlanEnded ended)
        {
            _loose.AddRange(State.Plans[ended.Plan].Victims);
        }

        EffectsOf.Before(State, decision, _emit ??= Emit);
        Transition.Apply(State, decision);
    }

    /// <summary>The victims of plans that ended since this was last asked.</summary>
    public IReadOnlyList<AllocationId> TakeLoose()
    {
        if (_loose.Count == 0)
        {
            return [];
        }

        var loose = _loose.ToArray();
        _loose.Clear();
        return loose;
    }

    public void Emit(Effect effect)
    {
        if (effect is SubstrateEffect)
        {
            _substrate.Add(effect);
        }
        else
        {
            _frameworks.Add(effect);
        }
    }

    /// <summary>What is to be done on agents goes first, then the news.</summary>
    public StepResult Result()
    {
        var effects = new Effect[_substrate.Count + _frameworks.Count];
        _substrate.CopyTo(effects);
        _frameworks.CopyTo(effects, _substrate.Count);
        return new StepResult(null, ImmutableCollectionsMarshal.AsImmutableArray(_decisions.ToArray()), ImmutableCollectionsMarshal.AsImmutableArray(effects));
    }

    /// <summary>A step begins. Lists that one large step made large are let go of.</summary>
    public void Begin()
    {
        ReclaimsLeft = Defaults.ReclaimBatch;
        _loose.Clear();
        Empty(_decisions);
        Empty(_substrate);
        Empty(_frameworks);
    }

    private static void Empty<T>(List<T> list)
    {
        list.Clear();
        if (list.Capacity > LargestKept)
        {
            list.TrimExcess();
        }
    }
}
