namespace CoScheduler.Analyses;

/// <summary>What somebody may have meant.</summary>
public static class Suggestion
{
    private const int LongestShown = 80;

    /// <summary>The nearest of several names, if one is near enough to have been meant.</summary>
    /// <param name="written">What was written.</param>
    /// <param name="known">The names that there are.</param>
    /// <returns>The name, or null.</returns>
    public static string? Nearest(string written, IEnumerable<string> known)
    {
        var allowed = Math.Max(1, written.Length / 3);
        string? best = null;
        var bestDistance = allowed + 1;
        foreach (var name in known.Order(StringComparer.Ordinal))
        {
            var distance = Math.Abs(name.Length - written.Length) > allowed ? int.MaxValue : Distance(written, name);
            if (distance < bestDistance)
            {
                (best, bestDistance) = (name, distance);
            }
        }

        return best;
    }

    /// <summary>A sentence that offers the nearest name, else the names that there are.</summary>
    /// <param name="written">What was written.</param>
    /// <param name="known">The names that there are.</param>
    /// <returns>The sentence, or an empty text if there are no names.</returns>
    public static string Sentence(string written, IReadOnlyCollection<string> known) =>
        Nearest(written, known) is { } nearest ? $"did you mean '{nearest}'?"
        : known.Count == 0 ? "there are none"
        : $"there are: {string.Join(", ", known.Take(20))}{(known.Count > 20 ? ", …" : "")}";

    /// <summary>What somebody wrote, short enough for a sentence.</summary>
    internal static string Shown(string written) => written.Length > LongestShown ? written[..LongestShown] + "…" : written;

    // Optimal string alignment: a swap of neighbours, the commonest slip, counts as one.
    private static int Distance(string a, string b)
    {
        var cells = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            cells[i, 0] = i;
        }

        for (var j = 0; j <= b.Length; j++)
        {
            cells[0, j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var same = char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]);
                var least = Math.Min(Math.Min(cells[i - 1, j], cells[i, j - 1]) + 1, cells[i - 1, j - 1] + (same ? 0 : 1));
                var swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                cells[i, j] = swapped ? Math.Min(least, cells[i - 2, j - 2] + 1) : least;
            }
        }

        return cells[a.Length, b.Length];
    }
}
