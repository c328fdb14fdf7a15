using Microsoft.AspNetCore.Http;

namespace CoScheduler.Server.Api;

/// <summary>A part of a list.</summary>
/// <param name="Items">The items.</param>
/// <param name="Next">What <c>?after=</c> continues with; null at the end.</param>
internal record Listing<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>Which part of a list is wanted.</summary>
internal sealed record PageQuery(int Limit, string? After)
{
    /// <summary>How many items a page has if nothing is said.</summary>
    public const int DefaultLimit = 100;

    /// <summary>What the query string says.</summary>
    public static PageQuery Of(HttpRequest request) => new((int)(request.QueryWhole("limit") ?? DefaultLimit), request.QueryText("after"));

    /// <summary>The wanted part of items that are sorted by their ids.</summary>
    public Listing<T> Cut<T>(IEnumerable<T> items, Func<T, string> id, IComparer<string>? order = null)
    {
        var comparer = order ?? StringComparer.Ordinal;
        var page = items.Where(item => After is null || comparer.Compare(id(item), After) > 0).Take(Limit + 1).ToList();
        if (page.Count <= Limit)
        {
            return new Listing<T>(page, null);
        }

        page.RemoveAt(Limit);
        return new Listing<T>(page, id(page[^1]));
    }
}
