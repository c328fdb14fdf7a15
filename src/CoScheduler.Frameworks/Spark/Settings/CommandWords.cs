using System.Collections.Immutable;
using System.Text;

namespace CoScheduler.Frameworks.Spark;

/// <summary>Splits Java options as a shell would: by white space, quotes keep it together.</summary>
internal static class CommandWords
{
    public static ImmutableArray<string> Split(string text)
    {
        var words = ImmutableArray.CreateBuilder<string>();
        var word = new StringBuilder();
        var begun = false;
        var quote = '\0';
        foreach (var c in text)
        {
            if (c == quote)
            {
                quote = '\0';
            }
            else if (quote == '\0' && c is '"' or '\'')
            {
                quote = c;
                begun = true;
            }
            else if (quote == '\0' && char.IsWhiteSpace(c))
            {
                Take(words, word, ref begun);
            }
            else
            {
                word.Append(c);
                begun = true;
            }
        }

        Take(words, word, ref begun);
        return words.ToImmutable();
    }

    private static void Take(ImmutableArray<string>.Builder words, StringBuilder word, ref bool begun)
    {
        if (begun)
        {
            words.Add(word.ToString());
        }

        word.Clear();
        begun = false;
    }
}
