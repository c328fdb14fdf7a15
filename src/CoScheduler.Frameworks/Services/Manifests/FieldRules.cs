using System.Collections.Frozen;

namespace CoScheduler.Frameworks.Services.Manifests;

/// <summary>
/// Which fields of a Kubernetes object are read, which are ignored with a warning (they change nothing about what runs)
/// and which are refused (to ignore them would run something else than was asked). Any other is taken for a typing error.
/// The fields: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/.
/// </summary>
internal sealed class FieldRules(string[] read, string[] ignored, string[] unsupported)
{
    public static readonly FieldRules Document = new(["apiVersion", "kind", "metadata", "spec"], ["status"], []);

    public static readonly FieldRules Metadata = new(
        ["name", "labels", "annotations"],
        ["namespace", "creationTimestamp", "generation", "resourceVersion", "uid", "selfLink", "managedFields", "ownerReferences", "finalizers"],
        ["generateName"]);

    public static readonly FieldRules Deployment = new(
        ["replicas", "selector", "template"], ["strategy", "minReadySeconds", "revisionHistoryLimit", "progressDeadlineSeconds"], ["paused"]);

    public static readonly FieldRules Template = new(["metadata", "spec"], [], []);

    public static readonly FieldRules Pod = new(
        ["containers", "terminationGracePeriodSeconds", "restartPolicy", "nodeSelector"],
        [
            "securityContext", "serviceAccountName", "serviceAccount", "automountServiceAccountToken", "imagePullSecrets", "dnsPolicy", "dnsConfig",
            "hostname", "subdomain", "setHostnameAsFQDN", "hostAliases", "hostNetwork", "hostPID", "hostIPC", "hostUsers", "shareProcessNamespace",
            "schedulerName", "enableServiceLinks", "priorityClassName", "preemptionPolicy", "readinessGates", "overhead", "os", "runtimeClassName", "tolerations",
        ],
        ["initContainers", "ephemeralContainers", "volumes", "affinity", "topologySpreadConstraints", "nodeName", "activeDeadlineSeconds", "priority", "resourceClaims", "schedulingGates"]);

    public static readonly FieldRules Container = new(
        ["name", "image", "command", "args", "env", "ports", "resources", "workingDir"],
        [
            "imagePullPolicy", "livenessProbe", "readinessProbe", "startupProbe", "securityContext", "terminationMessagePath", "terminationMessagePolicy",
            "stdin", "stdinOnce", "tty", "resizePolicy",
        ],
        ["envFrom", "volumeMounts", "volumeDevices", "lifecycle", "restartPolicy"]);

    public static readonly FieldRules Variable = new(["name", "value"], [], ["valueFrom"]);

    public static readonly FieldRules Port = new(["name", "containerPort"], ["protocol", "hostIP"], ["hostPort"]);

    public static readonly FieldRules Resources = new(["requests", "limits"], [], ["claims"]);

    public static readonly FieldRules Selector = new(["matchLabels"], [], ["matchExpressions"]);

    private readonly FrozenSet<string> _read = read.ToFrozenSet(StringComparer.Ordinal);
    private readonly FrozenSet<string> _ignored = ignored.ToFrozenSet(StringComparer.Ordinal);
    private readonly FrozenSet<string> _unsupported = unsupported.ToFrozenSet(StringComparer.Ordinal);

    public bool Reads(string field) => _read.Contains(field);

    public bool Ignores(string field) => _ignored.Contains(field);

    public bool Refuses(string field) => _unsupported.Contains(field);

    /// <summary>The field that was probably meant.</summary>
    public string? Like(string field) =>
        _read.Concat(_ignored).Concat(_unsupported).Where(known => Distance(known, field) <= 2).OrderBy(known => Distance(known, field)).ThenBy(known => known, StringComparer.Ordinal).FirstOrDefault();

    /// <summary>How many letters must be added, removed or changed (Levenshtein).</summary>
    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var same = char.ToLowerInvariant(one[i - 1]) == char.ToLowerInvariant(other[j - 1]);
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (same ? 0 : 1)));
            }
        }

        return row[^1];
    }
}
