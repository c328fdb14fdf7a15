namespace CoScheduler.Analyses;

/// <summary>Judges a value by its parameter's rules.</summary>
internal static class ParameterRules
{
    /// <summary>The order of two values of one type.</summary>
    public static int Compare(ParameterValue a, ParameterValue b) =>
        a.Value is string text ? string.CompareOrdinal(text, (string)b.Value) : ((IComparable)a.Value).CompareTo(b.Value);

    /// <summary>Every rule that a value breaks.</summary>
    public static IEnumerable<ErrorItem> Check(Parameter parameter, ParameterValue value, string pointer)
    {
        if (parameter.Min is { } min && Compare(value, min) < 0)
        {
            yield return new(pointer, "out_of_range", $"'{parameter.Name}' must be at least {ParameterText.Format(min)}, not {ParameterText.Format(value)}.");
        }

        if (parameter.Max is { } max && Compare(value, max) > 0)
        {
            yield return new(pointer, "out_of_range", $"'{parameter.Name}' must be at most {ParameterText.Format(max)}, not {ParameterText.Format(value)}.");
        }

        if (parameter.MaxLength is { } length && value.Value is string text && text.Length > length)
        {
            yield return new(pointer, "too_long", $"'{parameter.Name}' may have {length} characters, not {text.Length}.");
        }

        if (!parameter.Values.IsEmpty && !parameter.Values.Contains(value))
        {
            yield return new(pointer, "not_allowed", $"'{parameter.Name}' must be one of {string.Join(", ", parameter.Values.Select(ParameterText.Format))}.");
        }
    }
}
