using System.Reflection;
using CoScheduler.Spark.Sql;

namespace CoScheduler.Tests.Spark;

/// <summary>What Microsoft.Spark has, beside what the assembly here has under the same names.</summary>
internal static class ApiTable
{
    private const string Root = "CoScheduler.Spark.";
    private static readonly Assembly s_assembly = typeof(SparkSession).Assembly;

    /// <summary>The table as Markdown, a row a type. A line of the list: the type, the member if it is one, and why it is absent if it is.</summary>
    public static string Markdown(IEnumerable<string> list)
    {
        var rows = list.Where(line => line.Length > 0 && line[0] != '#').Select(Entry.Parse).GroupBy(entry => entry.Type).Select(Row);
        return string.Join('\n', (string[])["| type | there | here | absent, and what to use instead |", "| --- | --- | --- | --- |", .. rows]);
    }

    private static string Row(IGrouping<string, Entry> type)
    {
        var absent = type.Where(entry => !IsHere(entry)).ToList();
        var reasons = absent.GroupBy(entry => entry.Reason).Select(group => Text(group.Key, [.. group.Select(entry => entry.Member).Where(member => member.Length > 0)]));
        return $"| `{type.Key}` | {type.Count()} | {type.Count() - absent.Count} | {string.Join("; ", reasons)} |";
    }

    private static string Text(string reason, string[] members)
    {
        var why = reason.Length > 0 ? reason : throw new InvalidOperationException($"No reason is given for {string.Join(", ", members)}.");
        return members.Length > 0 ? $"{string.Join(", ", members.Select(member => $"`{member}`"))}: {why}" : why;
    }

    private static bool IsHere(Entry entry) =>
        s_assembly.GetType(Root + entry.Type) is { IsPublic: true } type && (entry.Member.Length == 0 || type.GetMember(entry.Member).Length > 0);

    private sealed record Entry(string Type, string Member, string Reason)
    {
        public static Entry Parse(string line)
        {
            var parts = line.Split('|');
            var names = parts[0].Trim().Split(' ');
            return new Entry(names[0], names.Length > 1 ? names[1] : "", parts.Length > 1 ? parts[1].Trim() : "");
        }
    }
}
