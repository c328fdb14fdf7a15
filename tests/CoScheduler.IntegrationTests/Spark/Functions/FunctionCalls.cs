using System.Reflection;
using CoScheduler.Spark.Sql;

namespace CoScheduler.IntegrationTests.Spark.Functions;

/// <summary>The methods of the table of functions, and the calls that try each of them.</summary>
internal static class FunctionCalls
{
    private const string Distinct = "distinct ";
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "Spark", "Functions");

    /// <summary>The methods that the generator made, by their signatures.</summary>
    public static IReadOnlyDictionary<string, MethodInfo> Methods { get; } = Generated();

    /// <summary>The calls, in the order of the file.</summary>
    public static IReadOnlyList<FunctionCall> All { get; } = [.. Lines("function-calls.txt").Select(Call)];

    public static string Signature(MethodInfo method) => $"{method.Name}({string.Join(", ", method.GetParameters().Select(Name))})";

    private static Dictionary<string, MethodInfo> Generated()
    {
        var names = Names();
        return typeof(CoScheduler.Spark.Sql.Functions).GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Where(method => names.ContainsKey(method.Name))
            .ToDictionary(Signature, StringComparer.Ordinal);
    }

    /// <summary>Spark's names by ours.</summary>
    private static Dictionary<string, string> Names()
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var parts in Lines("functions.txt").Where(parts => parts[0] != "param"))
        {
            names[parts[1].TrimStart('~')[..parts[1].TrimStart('~').IndexOf('(', StringComparison.Ordinal)]] = parts[0];
        }

        return names;
    }

    private static IEnumerable<string[]> Lines(string file) => File.ReadLines(Path.Combine(s_folder, file))
        .Where(line => line.Length > 0 && line[0] != '#')
        .Select(line => Array.ConvertAll(line.Split('|'), part => part.Trim()));

    private static FunctionCall Call(string[] parts)
    {
        var name = Names()[parts[0][..parts[0].IndexOf('(', StringComparison.Ordinal)]];
        var arguments = parts.Length > 1 ? parts[1] : "";
        var sql = parts.Length > 2 && parts[2].Length > 0 ? parts[2]
            : name.StartsWith(Distinct, StringComparison.Ordinal) ? $"{name[Distinct.Length..]}(DISTINCT {arguments})" : $"{name}({arguments})";
        return new FunctionCall(parts[0], [.. Split(arguments)], sql, parts.Length > 3 ? parts[3] : "");
    }

    private static string Name(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        return type == typeof(Column) ? "Column" : type == typeof(Column[]) ? "Column..." : type == typeof(string) ? "string"
            : type == typeof(string[]) ? "string..." : type == typeof(int) ? "int" : type == typeof(long) ? "long" : type == typeof(long?) ? "seed"
            : type == typeof(double) ? "double" : type == typeof(double[]) ? "double[]" : type == typeof(bool) ? "bool" : type == typeof(object) ? "object"
            : typeof(Delegate).IsAssignableFrom(type) ? $"lambda{type.GetGenericArguments().Length - 1}"
            : type == typeof(IEnumerable<KeyValuePair<string, string>>) ? "options" : type.Name;
    }

    /// <summary>Splits at the commas that are in no brackets and no quotes.</summary>
    private static IEnumerable<string> Split(string list)
    {
        var (depth, quoted, start) = (0, false, 0);
        for (var i = 0; i < list.Length; i++)
        {
            quoted ^= list[i] == '\'';
            depth += quoted ? 0 : list[i] is '(' or '[' ? 1 : list[i] is ')' or ']' ? -1 : 0;
            if (list[i] == ',' && depth == 0 && !quoted)
            {
                yield return list[start..i].Trim();
                start = i + 1;
            }
        }

        if (list.Length > 0)
        {
            yield return list[start..].Trim();
        }
    }
}
