namespace CoScheduler.Tests.Scenarios;

/// <summary>A scenario's line, taken apart.</summary>
internal sealed class Words
{
    private readonly List<string> _plain = [];
    private readonly Dictionary<string, string> _pairs = new(StringComparer.Ordinal);

    public Words(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Verb = words[0];
        foreach (var word in words.Skip(1))
        {
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                _pairs[word[..equals]] = word[(equals + 1)..];
            }
            else
            {
                _plain.Add(word);
            }
        }
    }

    public string Verb { get; }

    public IReadOnlyList<string> Plain => _plain;

    public IReadOnlyDictionary<string, string> Pairs => _pairs;

    public string this[int index] => _plain[index];

    public string? Has(string key) => _pairs.GetValueOrDefault(key);

    public long? Duration(string key) => Has(key) is { } text ? text == "never" ? long.MaxValue : CoScheduler.Pool.Duration.Parse(text) : null;
}
