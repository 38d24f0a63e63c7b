namespace Cln.Pages;

/// <summary>Which rows a listing asks for.</summary>
/// <param name="After">The cursor to start after; null for the first rows.</param>
/// <param name="First">How many, at most 100.</param>
/// <param name="Sort">The field to order by; null for the list's own order.</param>
/// <param name="Descending">Largest first.</param>
public sealed record ListingPage(string? After, int First, string? Sort, bool Descending)
{
    /// <summary>The API's <c>order</c>.</summary>
    public IReadOnlyList<Dictionary<string, string>>? Order => Sort is null ? null : [new(StringComparer.Ordinal) { [Sort] = Descending ? "DESC" : "ASC" }];
}
