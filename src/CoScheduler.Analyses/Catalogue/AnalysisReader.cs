using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace CoScheduler.Analyses;

/// <summary>Reads one file of the catalogue (contract.md section 5).</summary>
internal static partial class AnalysisReader
{
    public static readonly string[] Engines = ["spark", "duckdb"];

    private const long DefaultRows = 10_000;
    private const long DefaultBytes = 1 << 20;
    private const long MaxRows = 10_000_000;
    private const long MaxBytes = 1L << 30;
    private static readonly TimeSpan DefaultTime = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MaxTime = TimeSpan.FromDays(1);

    // What only a streaming analysis has: known, so that the one error is the mode's.
    private static readonly string[] StreamingKeys = ["window", "watermark", "key", "trigger", "onReclaim", "linger"];
    private static readonly string[] Keys =
        ["name", "summary", "mode", "role", "engine", "parameters", "sources", "sql", "limits", "retry", .. StreamingKeys];

    /// <summary>The version of a file's content.</summary>
    public static string DigestOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];

    /// <summary>Reads a file; its analysis is null if it has faults, which are in <paramref name="errors"/> then.</summary>
    public static (Analysis? Analysis, YamlScalarNode? Name) Read(string text, FileErrors errors)
    {
        if (Parse(text, errors) is not { } root || YamlMap.Read(root, "An analysis", errors, Keys) is not { } map)
        {
            return (null, null);
        }

        var analysis = Read(map, text, errors);
        return (errors.Count == 0 ? analysis : null, map.Find("name") as YamlScalarNode);
    }

    private static Analysis? Read(YamlMap map, string text, FileErrors errors)
    {
        if (map.Word("mode", "once", "streaming") == "streaming")
        {
            errors.Add(map.Find("mode")!, "unsupported_mode", "This server runs analyses with 'mode: once'; streaming is not there yet.");
            return null;
        }

        foreach (var key in StreamingKeys.Where(key => map.Find(key) is not null))
        {
            errors.Add(map.KeyNode(key), "unknown_key", $"'{key}' belongs to 'mode: streaming'; leave it out.");
        }

        var parameterMap = map.Map("parameters");
        var parameters = ParameterReader.Read(parameterMap, errors);
        var sql = new BodyReader(text, errors).Read(map, parameters, parameterMap);
        var name = map.Text("name", required: true);
        CheckName(map, "name", name, Name(), "letters, digits, '.', '_' and '-', a letter first");
        var role = map.Text("role") ?? "default";
        CheckName(map, "role", role, Role(), "a path of names such as analytics/realtime");
        var engine = map.Word("engine", Engines);
        if (engine is not null && sql.Count > 0 && !sql.ContainsKey(engine) && !sql.ContainsKey("*"))
        {
            errors.Add(map.Find("engine")!, "missing", $"'engine' is {engine}, for which 'sql' has no body; add one or name another engine.");
        }

        return new()
        {
            Name = name ?? "",
            Summary = map.Text("summary") ?? "",
            Mode = AnalysisMode.Once,
            Role = role,
            Engine = engine,
            Parameters = parameters,
            Sources = SourceReader.Read(map.Map("sources"), errors),
            Sql = sql,
            Limits = ReadLimits(map.Map("limits", "rows", "bytes", "time")),
            Retry = map.Word("retry", "never", "idempotent") == "idempotent" ? RetryMode.Idempotent : RetryMode.Never,
            Digest = DigestOf(text),
            File = errors.File,
            Text = text,
        };

        void CheckName(YamlMap of, string key, string? value, Regex form, string rule)
        {
            if (value is not null && !form.IsMatch(value))
            {
                errors.Add(of.Find(key)!, "invalid_name", $"'{value}' can't be a {key}; use {rule}.");
            }
        }
    }

    private static YamlNode? Parse(string text, FileErrors errors)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            if (stream.Documents.Count == 1)
            {
                return stream.Documents[0].RootNode;
            }

            errors.Add(1, 1, "invalid_yaml", stream.Documents.Count == 0 ? "The file is empty; write one analysis in it." : "The file has several documents; write one analysis a file.");
        }
        catch (YamlException e)
        {
            errors.Add(e.Start, "invalid_yaml", $"This is no YAML: {Sentence(e.InnerException?.Message ?? e.Message)}");
        }

        return null;
    }

    private static string Sentence(string message) => message.TrimEnd('.') + ".";

    private static AnalysisLimits ReadLimits(YamlMap? map) => new(
        map?.Integer("rows", 1, MaxRows) ?? DefaultRows,
        map?.Size("bytes", 1, MaxBytes) ?? DefaultBytes,
        map?.Duration("time", TimeSpan.FromMilliseconds(1), MaxTime) ?? DefaultTime);

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9._-]{0,99}$")]
    private static partial Regex Name();

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*$")]
    private static partial Regex Role();
}
