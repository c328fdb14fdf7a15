using System.Collections.Immutable;
using CoScheduler.Pool;

namespace CoScheduler.Local;

/// <summary>A part of this machine that tasks run on.</summary>
/// <param name="Id">Its name: letters, digits, <c>.</c>, <c>_</c> and <c>-</c>, for it names a folder.</param>
/// <param name="Total">What its tasks may use together. It is not checked against what the machine has.</param>
/// <param name="Attributes">What constraints match against.</param>
public sealed record LocalAgent(AgentId Id, ResourceVector Total, ImmutableSortedDictionary<string, string> Attributes);
