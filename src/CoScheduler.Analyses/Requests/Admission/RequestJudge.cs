using System.Collections.Immutable;

namespace CoScheduler.Analyses;

/// <summary>Judges a request by the catalogue, the engines and the rules, and names all its faults.</summary>
internal sealed class RequestJudge(RequestsOptions options, IReadOnlyDictionary<string, IAnalysisEngine> engines)
{
    private const int MaxIdentity = 1_024;
    private const int MaxCopied = 2_048;

    public JudgedRequest Judge(AnalysisRequest request, Catalogue catalogue, DateTimeOffset now)
    {
        var digest = RequestDigest.Of(request);
        if (JudgeSize(request) is { } tooLong)
        {
            return new(request, digest, tooLong, null);
        }

        if (catalogue.Find(request.Analysis) is not { } analysis)
        {
            var sentence = Suggestion.Sentence(request.Analysis, [.. catalogue.Analyses.Keys]);
            return new(request, digest, new("unknown_analysis", $"There is no analysis '{Suggestion.Shown(request.Analysis)}'; {sentence}"), null);
        }

        var faults = ImmutableArray.CreateBuilder<ErrorItem>();
        var attributes = new RequestAttributes(request, options, faults);
        var bound = ParameterBinder.Bind(analysis.Parameters, request.Data);
        faults.AddRange(bound.Errors);
        var (deadline, timeout, route) = (attributes.Deadline(now), attributes.Timeout(), attributes.Route());
        var engine = EngineOf(analysis);
        var error = JudgeRole(request.Origin, analysis) ?? Combine(faults.ToImmutable(), bound.Errors.Length) ?? JudgeEngine(analysis, engine);
        if (error is not null || digest is null)
        {
            return new(request, digest, error ?? throw new InvalidOperationException("Data without canonical form was bound without fault."), null);
        }

        var parameters = JsonBytes.WriteText(json => ParameterJson.Write(json, bound.Values));
        return new(request, digest, null, new(analysis, engine, bound.Values, parameters, route, deadline, timeout));
    }

    public string EngineOf(Analysis analysis) => analysis.Engine ?? options.DefaultEngine;

    /// <summary>Whether an engine that a request is for is there and can run it.</summary>
    public RequestError? JudgeEngine(Analysis analysis, string engine) =>
        engines.TryGetValue(engine, out var found)
            ? found.Judge(analysis)
            : new("unsupported_engine", $"Analysis '{analysis.Name}' needs the engine {engine}, which this server has not; it has {string.Join(", ", engines.Keys.Order(StringComparer.Ordinal))}.");

    // Every reply carries these, three times as long where they are percent-encoded.
    private static RequestError? JudgeSize(AnalysisRequest request)
    {
        var identity = request.Key.Source.Length + request.Key.Id.Length;
        var copied = request.Copied.Sum(c => c.Key.Length + c.Value.Length);
        return identity > MaxIdentity ? new("too_long", $"'source' and 'id' have {identity} characters, and may have {MaxIdentity}; give shorter ones.")
            : copied > MaxCopied ? new("too_long", $"What is copied to replies has {copied} characters, and may have {MaxCopied}; give less.")
            : null;
    }

    private static RequestError? JudgeRole(MessageOrigin origin, Analysis analysis)
    {
        if (origin.Roles.IsDefaultOrEmpty || origin.Roles.Any(role => IsWithin(analysis.Role, role)))
        {
            return null;
        }

        return new("forbidden_role", $"Analysis '{analysis.Name}' counts against role {analysis.Role}; from here only {string.Join(", ", origin.Roles)} may be asked for.");
    }

    internal static bool IsWithin(string role, string ancestor) =>
        ancestor.Length == 0 || role == ancestor || (role.StartsWith(ancestor, StringComparison.Ordinal) && role[ancestor.Length] == '/');

    // One fault outside the parameters names itself; all else is 'invalid' with the list.
    private static RequestError? Combine(ImmutableArray<ErrorItem> faults, int ofParameters) => faults switch
    {
        [] => null,
        [var only] => new(ofParameters == 0 ? only.Code : "invalid", only.Detail) { Errors = faults },
        _ => new("invalid", $"The request has {faults.Length} faults; 'errors' lists them.") { Errors = faults },
    };
}
