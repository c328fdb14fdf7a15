using System.Diagnostics;
using System.Globalization;
using CoScheduler.IntegrationTests.Kit;
using Xunit;

namespace CoScheduler.IntegrationTests.BadInput;

/// <summary>A file system of a few megabytes, which can be filled.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private const string Filler = "filler";
    private readonly StateFolder _folder = new();

    private SmallDisk()
    {
    }

    public string Path => _folder.Path;

    /// <summary>Mounts it, or skips the test where that is not allowed.</summary>
    public static async Task<SmallDisk> MountAsync(int megabytes)
    {
        var disk = new SmallDisk();
        if (await RunAsync("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={megabytes}m"), "tmpfs", disk.Path) is { } error)
        {
            disk._folder.Dispose();
            Assert.Skip($"A small disk can't be mounted here: {error}");
        }

        return disk;
    }

    /// <summary>Fills it to the last byte.</summary>
    public void Fill()
    {
        var block = new byte[4096];
        try
        {
            using var file = new FileStream(System.IO.Path.Combine(Path, Filler), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
            while (true)
            {
                file.Write(block);
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }

    /// <summary>Makes room again.</summary>
    public void Empty() => File.Delete(System.IO.Path.Combine(Path, Filler));

    public async ValueTask DisposeAsync()
    {
        var error = await RunAsync("umount", Path);
        Assert.Null(error);
        _folder.Dispose();
    }

    private static async Task<string?> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? null : error.Trim();
    }
}
