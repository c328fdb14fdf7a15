using CoScheduler.Spark.Connect;
using CoScheduler.Spark.Protocol;

namespace CoScheduler.Spark.Sql;

/// <content>Files that are brought to the session.</content>
public sealed partial class SparkSession
{
    /// <summary>Brings files to the session: jars, classes, and files for tasks, told by their endings.</summary>
    /// <param name="paths">The files, on this machine.</param>
    /// <exception cref="SparkException">Another file of that name was brought before, or one arrived damaged.</exception>
    public void AddArtifacts(params string[] paths) => Blocking.Run(() => AddArtifactsAsync(paths.Select(Artifact.Of)));

    /// <summary>Brings files to the session. The same bytes under the same name again are no error.</summary>
    /// <param name="artifacts">The files.</param>
    /// <param name="cancellationToken">Stops sending.</param>
    /// <returns>When the server has them all.</returns>
    /// <exception cref="SparkException">Other bytes were brought under that name before, or one arrived damaged.</exception>
    public Task AddArtifactsAsync(IEnumerable<Artifact> artifacts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(artifacts);
        ThrowIfEnded();
        return new ArtifactUpload(_client).SendAsync([.. artifacts], cancellationToken);
    }

    /// <summary>Which of some names the server has in its cache of local data (<c>cache/HASH</c>); of other kinds it does not tell.</summary>
    /// <param name="names">The names, folder included.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Those that it has.</returns>
    public async Task<IReadOnlySet<string>> FindArtifactsAsync(IEnumerable<string> names, CancellationToken cancellationToken = default)
    {
        ThrowIfEnded();
        var request = new ArtifactStatusesRequest { Names = { names } };
        var response = await _client.CallAsync(request, (message, options) => _client.Service.ArtifactStatusAsync(message, options), cancellationToken);
        return response.Statuses.Where(status => status.Value.Exists).Select(status => status.Key).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Copies a file of this machine into the server's default file system.</summary>
    /// <param name="localPath">The file.</param>
    /// <param name="destination">Where to, an absolute path there. On a server's own disk only if <c>spark.connect.copyFromLocalToFs.allowDestLocal</c> is set.</param>
    public void CopyFromLocalToFs(string localPath, string destination)
    {
        ArgumentException.ThrowIfNullOrEmpty(destination);
        var artifact = new Artifact($"forward_to_fs{(destination[0] == '/' ? "" : "/")}{destination}", () => File.OpenRead(localPath));
        Blocking.Run(() => AddArtifactsAsync([artifact]));
    }

    /// <summary>The values of those settings that the server knows.</summary>
    internal Task<IReadOnlyDictionary<string, string>> KnownSettingsAsync(IEnumerable<string> keys, CancellationToken cancellationToken) =>
        SessionSettings.KnownAsync(_client, keys, cancellationToken);
}
