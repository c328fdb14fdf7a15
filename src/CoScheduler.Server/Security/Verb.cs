using Microsoft.AspNetCore.Builder;

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
/// <param name="Verb">The verb.</param>
internal sealed record NeededVerb(Verb Verb);

/// <summary>Marks routes.</summary>
internal static class VerbExtensions
{
    /// <summary>The route needs a token with this verb.</summary>
    public static TBuilder Needs<TBuilder>(this TBuilder builder, Verb verb)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new NeededVerb(verb));
}
