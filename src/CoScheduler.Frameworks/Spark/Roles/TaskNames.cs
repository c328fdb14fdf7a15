using System.Globalization;
using CoScheduler.Pool;

namespace CoScheduler.Frameworks.Spark;

/// <summary>
/// Ids that are never used twice: the epoch rises with every start of the server, the counter within it. Spark reads an
/// executor's id as a number (CoarseGrainedSchedulerBackend), so that one holds no words.
/// </summary>
internal sealed class TaskNames(long epoch)
{
    private const int LongestRole = 64;
    private const int PerEpoch = 100_000;
    private const int Epochs = 20_000;

    private int _count;

    public TaskId Next(string kind, RoleName role, out string number)
    {
        var count = ++_count;
        number = (((epoch % Epochs) * PerEpoch) + (count % PerEpoch)).ToString(CultureInfo.InvariantCulture);
        return new TaskId(string.Create(CultureInfo.InvariantCulture, $"spark-{kind}-{Slug(role)}-{epoch}-{count}"));
    }

    private static string Slug(RoleName role)
    {
        var slug = string.Concat(role.Value.Select(c => char.IsAsciiLetterOrDigit(c) || c == '-' ? c : c == '/' ? '.' : '_'));
        return slug.Length <= LongestRole ? slug : slug[..LongestRole];
    }
}
