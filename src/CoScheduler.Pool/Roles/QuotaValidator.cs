namespace CoScheduler.Pool.Roles;

/// <summary>Finds every fault of a tree of roles at once.</summary>
public static class QuotaValidator
{
    /// <summary>Judges a tree.</summary>
    /// <param name="tree">The tree.</param>
    /// <returns>Its faults; none means it may be set.</returns>
    public static IReadOnlyList<QuotaFault> Validate(QuotaTree tree) => throw new NotSupportedException();
}

/// <summary>A fault of a tree of roles.</summary>
/// <param name="Role">The role's path.</param>
/// <param name="Field">The field, for example <c>guarantee</c>; empty if it is the role itself.</param>
/// <param name="Message">One sentence that says what to do.</param>
public sealed record QuotaFault(string Role, string Field, string Message);
