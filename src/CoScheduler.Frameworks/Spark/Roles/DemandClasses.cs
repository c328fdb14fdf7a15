using CoScheduler.Pool;

namespace CoScheduler.Frameworks.Spark;

/// <summary>The names of a role's demands.</summary>
internal sealed class DemandClasses(RoleName role)
{
    public DemandClass Driver { get; } = new(role.Value + "#driver");

    /// <summary>The executors that the driver starts with, one gang with it.</summary>
    public DemandClass Minimum { get; } = new(role.Value + "#minimum");

    /// <summary>Firm executors within the role's guarantee.</summary>
    public DemandClass Guaranteed { get; } = new(role.Value + "#guaranteed");

    /// <summary>Elastic executors, by offers.</summary>
    public DemandClass Growth { get; } = new(role.Value + "#growth");

    public string Gang { get; } = role.Value + "#gang";

    /// <summary>The role that a class is of.</summary>
    public static RoleName RoleOf(DemandClass demandClass) => new(demandClass.Value[..demandClass.Value.LastIndexOf('#')]);
}
