namespace CoScheduler.Tests.Local.ControlGroups;

/// <summary>A folder that looks like mounted control groups. Unlike the kernel's, a new group has no files until they are written.</summary>
internal sealed class FakeGroupTree : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string MountInfo { get; private set; } = "22 1 0:20 / /proc rw - proc proc rw\n";

    public string Path(string relative) => _folder.File(relative);

    public string Read(string relative) => File.ReadAllText(Path(relative));

    public FakeGroupTree Mount(string name, string type, string options)
    {
        Directory.CreateDirectory(Path(name));
        MountInfo += $"30 23 0:28 / {Path(name)} rw,relatime shared:9 - {type} {type} rw{(options.Length == 0 ? "" : "," + options)}\n";
        return this;
    }

    public FakeGroupTree Group(string relative, string controllers = "")
    {
        Directory.CreateDirectory(Path(relative));
        File.WriteAllText(System.IO.Path.Join(Path(relative), "cgroup.controllers"), controllers);
        return this;
    }

    public void Dispose() => _folder.Dispose();
}
