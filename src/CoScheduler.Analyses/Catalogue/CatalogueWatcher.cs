using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace CoScheduler.Analyses;

/// <summary>
/// The catalogue of folders, re-read when a file changes. While a file has faults the catalogue before stays in force;
/// only the first reading takes what is without fault.
/// </summary>
public sealed class CatalogueWatcher : ICatalogueSource, IDisposable
{
    /// <summary>How long the files must be quiet before they are read again: editors write a file in several steps.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(200);

    private readonly ImmutableArray<string> _folders;
    private readonly ILogger<CatalogueWatcher> _logger;
    private readonly ITimer _timer;
    private readonly List<FileSystemWatcher> _watchers = [];
    private readonly Lock _reading = new();
    private volatile CatalogueLoad _load;
    private string _fingerprint;
    private bool _disposed;

    /// <summary>Reads the folders and begins to watch them.</summary>
    /// <param name="folders">The folders.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where it tells what it read.</param>
    public CatalogueWatcher(IEnumerable<string> folders, TimeProvider time, ILogger<CatalogueWatcher> logger)
    {
        _folders = [.. folders.Select(Path.GetFullPath)];
        _logger = logger;
        _timer = time.CreateTimer(_ => Reload(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        foreach (var folder in _folders.Where(Directory.Exists))
        {
            _watchers.Add(Watch(folder));
        }

        _fingerprint = Fingerprint();
        _load = CatalogueLoader.Load(_folders);
        Tell(_load, kept: false);
    }

    /// <inheritdoc />
    public event Action? Changed;

    /// <inheritdoc />
    public Catalogue Current => _load.Catalogue;

    /// <summary>The faults of the files as they are now; with any, the catalogue in force is an older one.</summary>
    public ImmutableArray<CatalogueError> Errors => _load.Errors;

    /// <summary>Reads the folders again now, if a file's content differs from what was read last or that had faults.</summary>
    public void Reload()
    {
        lock (_reading)
        {
            var fingerprint = Fingerprint();
            if (_disposed || (fingerprint == _fingerprint && _load.Errors.IsEmpty))
            {
                return;
            }

            _fingerprint = fingerprint;
            var load = CatalogueLoader.Load(_folders);
            var kept = !load.Errors.IsEmpty;
            Tell(load, kept);
            _load = kept ? load with { Catalogue = _load.Catalogue } : load;
            if (kept)
            {
                return;
            }
        }

        Changed?.Invoke();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        lock (_reading)
        {
            _disposed = true;
        }

        _timer.Dispose();
        _watchers.ForEach(w => w.Dispose());
    }

    private FileSystemWatcher Watch(string folder)
    {
        var watcher = new FileSystemWatcher(folder) { NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite | NotifyFilters.Size };
        watcher.Changed += (_, _) => Soon();
        watcher.Created += (_, _) => Soon();
        watcher.Deleted += (_, _) => Soon();
        watcher.Renamed += (_, _) => Soon();
        // Lost events are no loss: the content decides, and it is read again.
        watcher.Error += (_, _) => Soon();
        watcher.EnableRaisingEvents = true;
        return watcher;
    }

    private void Soon() => _timer.Change(Quiet, Timeout.InfiniteTimeSpan);

    private void Tell(CatalogueLoad load, bool kept)
    {
        foreach (var error in load.Errors)
        {
            _logger.FileHasFault(error.ToString());
        }

        if (kept)
        {
            _logger.CatalogueKept(load.Errors.Length);
        }
        else
        {
            _logger.CatalogueRead(load.Catalogue.Analyses.Count);
        }
    }

    private string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var folder in _folders)
        {
            try
            {
                foreach (var file in CatalogueFile.ReadAll(folder))
                {
                    hash.AppendData(Encoding.UTF8.GetBytes($"{file.Path}\0{file.Fault}\0{file.Text}\0"));
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                hash.AppendData(Encoding.UTF8.GetBytes($"{folder}\0{e.Message}\0"));
            }
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
