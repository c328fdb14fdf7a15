namespace CoScheduler.Pool;

/// <summary>Why a command was not carried out. The state is untouched. Their wire names are in snake case.</summary>
public enum RefusalCode
{
    /// <summary>No such agent.</summary>
    UnknownAgent,

    /// <summary>No such framework, or it has not registered.</summary>
    UnknownFramework,

    /// <summary>No such role.</summary>
    UnknownRole,

    /// <summary>The framework may not ask in this role.</summary>
    RoleNotAllowed,

    /// <summary>No such offer: answered, rescinded or never made.</summary>
    UnknownOffer,

    /// <summary>The offer is another framework's.</summary>
    NotYourOffer,

    /// <summary>The tasks don't fit the offer.</summary>
    OfferExceeded,

    /// <summary>No such allocation.</summary>
    UnknownAllocation,

    /// <summary>The allocation or task is another framework's.</summary>
    NotYourAllocation,

    /// <summary>The allocation is not in a state that allows it.</summary>
    WrongState,

    /// <summary>No such task.</summary>
    UnknownTask,

    /// <summary>The task id was used before.</summary>
    TaskIdUsed,

    /// <summary>The id has characters that it may not have, or none, or too many.</summary>
    InvalidId,

    /// <summary>An amount is negative, too large, or empty where it may not be.</summary>
    InvalidAmount,

    /// <summary>A priority, target or duration is out of its range.</summary>
    OutOfRange,

    /// <summary>A later version of this demand was stated before.</summary>
    StaleVersion,

    /// <summary>The tree of roles has faults.</summary>
    InvalidQuota,

    /// <summary>A role that would go is still in use.</summary>
    RoleInUse,

    /// <summary>The agent still runs something.</summary>
    AgentInUse,

    /// <summary>A later instance of the framework has registered.</summary>
    Fenced,
}

/// <summary>A command that was not carried out.</summary>
/// <param name="Code">The code.</param>
/// <param name="Message">One sentence that says what to do.</param>
public sealed record Refusal(RefusalCode Code, string Message);
