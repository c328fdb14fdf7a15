using System.Collections.Immutable;
using CoScheduler.Server.Api;

namespace CoScheduler.Server.Security;

/// <summary>Who asks over HTTP.</summary>
/// <param name="Name">The name in the tokens file; <c>local</c> without tokens.</param>
/// <param name="Roles">The roles it may ask in; empty means all.</param>
/// <param name="Verbs">What it may do.</param>
internal sealed record Principal(string Name, ImmutableArray<string> Roles, ImmutableHashSet<Verb> Verbs)
{
    /// <summary>Whoever reaches a loopback address of a server without tokens.</summary>
    public static readonly Principal Local = new("local", [], [.. Enum.GetValues<Verb>()]);

    /// <summary>Whether a role is one of its roles, or below one.</summary>
    public bool IsIn(string role) => Roles.IsEmpty || Roles.Any(own => RolePath.IsWithin(role, own));
}
