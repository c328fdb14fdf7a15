using System.Collections.Immutable;

namespace CoScheduler.Local.ControlGroups;

/// <summary>A mounted tree of control groups, and where we stand in it.</summary>
/// <param name="IsUnified">Whether it is of version 2.</param>
/// <param name="Controllers">Of version 1: what it controls. Of version 2: empty, each group says it itself.</param>
/// <param name="MountPoint">Where it is mounted.</param>
/// <param name="OwnFolder">The folder of the group that this process is in, or the mount point if that can't be seen from here.</param>
internal sealed record Hierarchy(bool IsUnified, ImmutableArray<string> Controllers, string MountPoint, string OwnFolder);
