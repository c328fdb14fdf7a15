using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace CoScheduler.Analyses;

/// <summary>The digest of a request's content, as contract.md section 3 lists it.</summary>
internal static class RequestDigest
{
    /// <summary>The digest; null if the data has no canonical form, which no accepted request has.</summary>
    public static string? Of(AnalysisRequest request)
    {
        try
        {
            var text = new StringBuilder();
            foreach (var (name, value) in Attributes(request))
            {
                if (value is not null)
                {
                    text.Append(name).Append(':');
                    CanonicalJson.WriteString(text, value);
                    text.Append('\n');
                }
            }

            text.Append("data:").Append(request.Data.IsEmpty ? "{}" : CanonicalJson.Canonicalise(request.Data));
            return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
        }
        catch (JsonException)
        {
            // Binding tells what is wrong with the data.
            return null;
        }
    }

    private static IEnumerable<(string Name, string? Value)> Attributes(AnalysisRequest request) =>
    [
        ("type", ReplyTypes.Prefix + "request"),
        ("subject", request.Analysis),
        ("replyto", request.ReplyTo),
        ("deadline", request.Deadline),
        ("timeout", request.Timeout),
        ("ttl", request.Ttl),
        ("accept", request.Accept),
        ("deliver", request.Deliver),
        ("reply", request.Reply),
    ];
}
