namespace CoScheduler.Frameworks.Services;

/// <summary>Something to say about a manifest: an error, or a warning.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1.</param>
/// <param name="Path">The field, for example <c>spec.replicas</c>; empty for the whole document.</param>
/// <param name="Code"><c>syntax</c>, <c>required</c>, <c>invalid</c>, <c>unknown_field</c>, <c>unknown_role</c>, <c>unsupported</c> or, of warnings, <c>ignored</c> and <c>defaulted</c>.</param>
/// <param name="Message">One sentence that says what to do.</param>
public sealed record ManifestFault(long Line, long Column, string Path, string Code, string Message);
