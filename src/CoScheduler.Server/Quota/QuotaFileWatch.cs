using CoScheduler.Master;
using CoScheduler.Pool;
using Microsoft.Extensions.Logging;

namespace CoScheduler.Server.Quota;

/// <summary>
/// Raises an alarm when the file of <c>--quota</c> is bad or differs from what is in force, for a file that is edited and never
/// applied would surprise at the next first start. It never applies anything.
/// </summary>
internal sealed class QuotaFileWatch : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private readonly string _path;
    private readonly IPoolMaster _master;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private readonly Lock _checking = new();
    private Judged? _judged;

    public QuotaFileWatch(string path, IPoolMaster master, TimeProvider time, ILogger<QuotaFileWatch> logger)
    {
        (_path, _master, _logger) = (path, master, logger);
        _timer = time.CreateTimer(_ => Check(), null, TimeSpan.Zero, Interval);
    }

    /// <summary>Looks at the file, if it or the quota has changed since the last time.</summary>
    public QuotaFileState Check()
    {
        lock (_checking)
        {
            var (seen, quota) = (Stamp(), _master.Snapshot.Quota);
            if (_judged is { } judged && judged.Seen == seen && ReferenceEquals(judged.Quota, quota))
            {
                return judged.State;
            }

            var state = Judge(quota);
            if (_judged?.State.Message != state.Message)
            {
                Tell(state);
            }

            _judged = new Judged(seen, quota, state);
            return state;
        }
    }

    public void Dispose() => _timer.Dispose();

    private (DateTime Written, long Length) Stamp()
    {
        var info = new FileInfo(_path);
        return info.Exists ? (info.LastWriteTimeUtc, info.Length) : default;
    }

    private QuotaFileState Judge(QuotaTree inForce)
    {
        string text;
        try
        {
            text = File.ReadAllText(_path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new QuotaFileState(_path, QuotaFileCondition.Unreadable, $"{_path} can't be read: {e.Message} The quota in force stays.", [], []);
        }

        var (tree, errors) = QuotaFile.Parse(text);
        if (tree is null)
        {
            var sentence = $"{_path} has {errors.Length} {(errors.Length == 1 ? "fault" : "faults")}, and the quota in force stays: {string.Join(" ", errors.Select(e => e.Detail))}";
            return new QuotaFileState(_path, QuotaFileCondition.Invalid, sentence, [], errors);
        }

        var differences = QuotaDifference.Between(inForce, tree);
        return differences.Count == 0
            ? new QuotaFileState(_path, QuotaFileCondition.Same, null, [], [])
            : new QuotaFileState(_path, QuotaFileCondition.Differs, Differs(differences), differences, []);
    }

    private string Differs(IReadOnlyList<RoleDifference> differences) =>
        $"{_path} differs from the quota in force, which stays, in {string.Join(", ", differences)}; `coscheduler quota diff -f {_path}` shows how, `coscheduler quota apply -f {_path}` changes it.";

    private void Tell(QuotaFileState state)
    {
        if (state.Message is { } message)
        {
            Log.Alarm(_logger, message);
        }
        else if (_judged is not null)
        {
            Log.AlarmOver(_logger, _path);
        }
    }

    private sealed record Judged((DateTime Written, long Length) Seen, QuotaTree Quota, QuotaFileState State);
}
