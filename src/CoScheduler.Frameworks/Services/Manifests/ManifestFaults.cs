using YamlDotNet.Core;

namespace CoScheduler.Frameworks.Services.Manifests;

/// <summary>Everything there is to say about a manifest, collected while it is read.</summary>
internal sealed class ManifestFaults
{
    private readonly List<ManifestFault> _errors = [];
    private readonly List<ManifestFault> _warnings = [];

    public IReadOnlyList<ManifestFault> Errors => _errors;

    public IReadOnlyList<ManifestFault> Warnings => _warnings;

    public void Error(Mark at, string path, string code, string message) =>
        Add(_errors, new ManifestFault(at.Line, at.Column, path, code, message));

    public void Warn(Mark at, string path, string code, string message) =>
        Add(_warnings, new ManifestFault(at.Line, at.Column, path, code, message));

    /// <summary>A field that is read twice is said once.</summary>
    private static void Add(List<ManifestFault> faults, ManifestFault fault)
    {
        if (!faults.Contains(fault))
        {
            faults.Add(fault);
        }
    }
}
