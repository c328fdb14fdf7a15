using System.Collections.Concurrent;

namespace CoScheduler.Frameworks.Spark;

/// <summary>
/// Class-data archives that halve the start of a JVM. The first driver and one standing executor record one as they
/// exit; an archive that the JVM can't use is ignored by it, so a start never depends on one. The JVM writes the
/// header last, so that a recording cut short is no archive to it.
/// </summary>
internal sealed class ClassArchives(string folder)
{
    private const string Extension = ".jsa";

    private readonly ConcurrentDictionary<string, string> _recording = new(StringComparer.Ordinal);

    /// <summary>The flags for a start: use the archive, record it, or neither.</summary>
    public IReadOnlyList<string> FlagsFor(string kind, string task, bool mayRecord)
    {
        var archive = PathOf(kind);
        if (File.Exists(archive))
        {
            return ["-XX:SharedArchiveFile=" + archive, "-Xlog:cds=off", "-Xlog:cds+dynamic=off"];
        }

        return mayRecord && _recording.TryAdd(kind, task)
            ? ["-XX:ArchiveClassesAtExit=" + RecordingOf(kind, task), "-Xlog:cds=off", "-Xlog:cds+dynamic=off"]
            : [];
    }

    public bool IsRecording(string task) => _recording.Values.Contains(task);

    /// <summary>A task has ended: what it recorded is taken up.</summary>
    public void Ended(string kind, string task)
    {
        if (_recording.TryRemove(new KeyValuePair<string, string>(kind, task)))
        {
            TakeUp(kind, RecordingOf(kind, task));
        }
    }

    /// <summary>Takes up what tasks recorded that ended while nobody looked.</summary>
    public void Adopt()
    {
        foreach (var kind in new[] { TaskLabels.DriverKind, TaskLabels.ExecutorKind })
        {
            foreach (var recording in Directory.EnumerateFiles(folder, kind + Extension + ".*").Order(StringComparer.Ordinal))
            {
                TakeUp(kind, recording);
            }
        }
    }

    /// <summary>Magic of a finished dynamic archive (HotSpot's cds.h, CDS_DYNAMIC_ARCHIVE_MAGIC), in the machine's byte order.</summary>
    private static bool IsWhole(string path)
    {
        const uint dynamicMagic = 0xf00baba8;
        Span<byte> head = stackalloc byte[sizeof(uint)];
        using var file = File.OpenRead(path);
        return file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length && BitConverter.ToUInt32(head) == dynamicMagic;
    }

    private void TakeUp(string kind, string recording)
    {
        if (!File.Exists(recording))
        {
            return;
        }

        if (IsWhole(recording) && !File.Exists(PathOf(kind)))
        {
            File.Move(recording, PathOf(kind));
        }
        else
        {
            File.Delete(recording);
        }
    }

    private string PathOf(string kind) => Path.Combine(folder, kind + Extension);

    private string RecordingOf(string kind, string task) => $"{PathOf(kind)}.{task}";
}
