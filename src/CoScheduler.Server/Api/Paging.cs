using Microsoft.AspNetCore.Http;

namespace CoScheduler.Server.Api;

/// <summary>A part of a list.</summary>
/// <param name="Items">The items.</param>
/// <param name="Next">What <c>?after=</c> continues with; null at the end.</param>
internal sealed record Listing<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>Which part of a list is wanted.</summary>
internal sealed record PageQuery(int Limit, string? After)
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 1000;

    /// <summary>What the query string says.</summary>
    public static PageQuery Of(HttpRequest request) => new(
        int.TryParse(request.Query["limit"], out var limit) ? Math.Clamp(limit, 1, MaxLimit) : DefaultLimit,
        request.Query["after"].FirstOrDefault());

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
