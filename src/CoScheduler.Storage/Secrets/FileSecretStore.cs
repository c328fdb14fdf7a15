using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using CoScheduler.Master;

namespace CoScheduler.Storage.Secrets;

/// <summary>Secrets as files of the state folder that only their owner can read.</summary>
/// <param name="stateFolder">The state folder; the secrets are in <c>secrets</c> in it.</param>
public sealed class FileSecretStore(string stateFolder) : ISecretStore
{
    private const int SecretBytes = 32;
    private const UnixFileMode OwnerFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly Lock _gate = new();
    private readonly string _folder = Path.Combine(stateFolder, "secrets");

    /// <inheritdoc />
    public string GetOrCreate(string name)
    {
        lock (_gate)
        {
            return Find(name) ?? Create(name);
        }
    }

    /// <inheritdoc />
    public string? Find(string name)
    {
        var path = PathOf(name);
        return File.Exists(path) ? File.ReadAllText(path) : null;
    }

    /// <summary>Written under another name first: a crash leaves a whole secret or none.</summary>
    private string Create(string name)
    {
        MakeFolder();
        var value = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        var unfinished = Path.Combine(_folder, ".new");
        using (var stream = new FileStream(unfinished, NewFile()))
        {
            stream.Write(Encoding.ASCII.GetBytes(value));
            stream.Flush(flushToDisk: true);
        }

        File.Move(unfinished, PathOf(name));
        return value;
    }

    private void MakeFolder()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(_folder);
        }
        else
        {
            Directory.CreateDirectory(_folder, OwnerFolder);
        }
    }

    /// <summary>On Windows a file inherits who may read it from the user's own folder.</summary>
    private static FileStreamOptions NewFile()
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerFile;
        }

        return options;
    }

    /// <summary>Names have slashes, file names have none; percent-encoding keeps them apart.</summary>
    private string PathOf(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Path.Combine(_folder, Uri.EscapeDataString(name).Replace(".", "%2E", StringComparison.Ordinal));
    }
}
