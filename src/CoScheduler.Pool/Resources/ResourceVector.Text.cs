using CoScheduler.Pool.Resources;

namespace CoScheduler.Pool;

public sealed partial class ResourceVector
{
    /// <summary>
    /// The text form, for example <c>cpus:2.5,mem:4Gi,ports:31000-31099,licences:3</c>. Read as well: <c>;</c> between
    /// amounts, braces around a map, Mesos' <c>cpus(*):2</c> and <c>ports:[31000-31099]</c>, the aliases <c>cpu</c>,
    /// <c>memory</c> and <c>nvidia.com/gpu</c>, Kubernetes' quantities.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <returns>The amounts.</returns>
    /// <exception cref="FormatException">The text is not one; the message says what to write instead.</exception>
    public static ResourceVector Parse(string text) =>
        TryParse(text, out var vector, out var error) ? vector : throw new FormatException(error);

    /// <summary>As <see cref="Parse"/>, for text that a person wrote.</summary>
    /// <param name="text">The text.</param>
    /// <param name="vector">The amounts; empty if there is an error.</param>
    /// <param name="error">One sentence that says what to write instead, or null.</param>
    /// <returns>Whether the text is one.</returns>
    public static bool TryParse(string text, out ResourceVector vector, out string? error)
    {
        var parts = new List<KeyValuePair<string, string>>();
        error = ResourceText.Split(text, parts);
        return error is null ? TryParse(parts, out vector, out error) : Fail(out vector);
    }

    /// <summary>The same from a map of names to quantities.</summary>
    /// <param name="quantities">The quantities by name.</param>
    /// <param name="vector">The amounts; empty if there is an error.</param>
    /// <param name="error">One sentence that says what to write instead, or null.</param>
    /// <returns>Whether all of them are right.</returns>
    public static bool TryParse(IEnumerable<KeyValuePair<string, string>> quantities, out ResourceVector vector, out string? error)
    {
        var amounts = new SortedList<string, long>(StringComparer.Ordinal);
        PortRanges? ports = null;
        foreach (var (written, quantity) in quantities)
        {
            error = ResourceText.ReadName(written, out var name) ?? ResourceText.ReadAmount(name, quantity.Trim(), out var amount, ref ports) ?? Add(amounts, name, amount);
            if (error is not null)
            {
                return Fail(out vector);
            }
        }

        error = null;
        vector = amounts.Count == 0 ? Empty : From(amounts, ports);
        return true;
    }

    private static string? Add(SortedList<string, long> amounts, string name, long amount) =>
        amounts.TryAdd(name, amount) ? null : $"{name} is given twice; give it once.";

    private static bool Fail(out ResourceVector vector)
    {
        vector = Empty;
        return false;
    }
}
