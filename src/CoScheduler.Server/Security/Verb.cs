namespace CoScheduler.Server.Security;

/// <summary>What a token may allow.</summary>
internal enum Verb
{
    /// <summary>Look.</summary>
    Read,

    /// <summary>Ask for analyses.</summary>
    Request,

    /// <summary>Run services and jobs.</summary>
    Submit,

    /// <summary>Change quotas and agents, end anything.</summary>
    Operate,
}

/// <summary>Says on a route which verb it needs.</summary>
/// <param name="Verb">The verb; null means any token.</param>
internal sealed record NeededVerb(Verb? Verb);
