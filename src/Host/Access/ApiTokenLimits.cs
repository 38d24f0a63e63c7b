using System.Runtime.InteropServices;
using Cln.Contracts;
using Cln.Graph;

namespace Cln.Host.Access;

/// <summary>How much an API token may spend, and on what.</summary>
/// <param name="DailySpend">
/// So much money in a day, UTC; null: as much as there is. Everything counts that the token causes to be charged to the balance (licences, server
/// accounts and backups for the days left in the month) and what it asks payment methods for (top-ups), each in full. What a removal credits is not
/// taken off, and a payment that comes to nothing is. A month's charges for what runs already, and autopayments, are not the token's.
/// </param>
/// <param name="LicensesPerHour">So many licences in an hour, as the clock has it; null: any number. A conversion counts as one, and so does each licence that a server account's limit is raised by.</param>
/// <param name="Products">Only these products, by the names that `licenseTypes` tells, or "CL Backup"; null: all of them. Removing is never limited.</param>
internal sealed record ApiTokenLimits(Money? DailySpend, int? LicensesPerHour, IReadOnlyList<string>? Products);

/// <summary>Limits of an API token. What is left out isn't limited.</summary>
/// <param name="DailySpend">So much money in a day, UTC: licences, server accounts, backups and top-ups together. "0.00": none.</param>
/// <param name="LicensesPerHour">So many licences in an hour, as the clock has it.</param>
/// <param name="Products">Only these products, 1 to 50, by the names that `licenseTypes` tells, or "CL Backup".</param>
internal sealed record ApiTokenLimitsInput(Money? DailySpend = null, int? LicensesPerHour = null, IReadOnlyList<string>? Products = null);

/// <summary>What an API token has spent of late.</summary>
/// <param name="SpentToday">So much today, UTC, as `dailySpend` counts it.</param>
/// <param name="LicensesThisHour">So many licences in this hour, as the clock has it.</param>
internal sealed record ApiTokenUsage(Money SpentToday, int LicensesThisHour);

[Extends<ApiToken>]
internal static class UsageOfApiToken
{
    /// <summary>What it has spent today and bought in this hour, whether it has limits or not.</summary>
    public static ApiTokenUsage Usage(ApiToken token, TimeProvider time)
    {
        var clock = TokenClock.Of(time).NotBefore(token);
        return new(token.SpentOn(clock), token.BoughtIn(clock));
    }
}

/// <summary>The day and the hour that spending is counted for.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TokenClock(DateOnly Day, DateTimeOffset Hour)
{
    public static TokenClock Of(TimeProvider time)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return new(DateOnly.FromDateTime(now), new(now.Date.AddHours(now.Hour), TimeSpan.Zero));
    }

    /// <summary>The same, or what another host's clock has come to for this token.</summary>
    public TokenClock NotBefore(ApiToken token) => new(token.SpendDay > Day ? token.SpendDay.Value : Day, token.LicenseHour > Hour ? token.LicenseHour.Value : Hour);
}

/// <summary>Puts limits on tokens.</summary>
internal static class Limiting
{
    private const int MostLicenses = 1_000_000;
    private const int MostProducts = 50;

    /// <exception cref="InvalidInput">A limit can't be, or can't be of this token.</exception>
    public static void Limit(this ApiToken token, ApiTokenLimitsInput? limits, Products products)
    {
        if (limits is null) return;
        if (limits.DailySpend is { IsNegative: true }) throw new InvalidInput("dailySpend", "is 0.00 or more.");
        if (limits.LicensesPerHour is < 0 or > MostLicenses) throw new InvalidInput("licensesPerHour", $"is between 0 and {MostLicenses}.");
        if (limits.Products is { Count: 0 or > MostProducts }) throw new InvalidInput("products", $"1 to {MostProducts} products; leave it out for all of them.");
        if (limits.Products?.FirstOrDefault(name => !products.All.Contains(name, StringComparer.Ordinal)) is { } unknown)
            throw new InvalidInput("products", $"there is no product \"{unknown}\". There are {string.Join(", ", products.All)}.");
        if (limits != new ApiTokenLimitsInput() && token.Scopes.Contains(Scopes.UsersWrite))
            throw new InvalidInput("limits", $"a token with the scope {Scopes.UsersWrite} could make itself another one without them. Leave out the scope or the limits.");
        token.DailySpend = limits.DailySpend?.Cents;
        token.LicensesPerHour = limits.LicensesPerHour;
        token.ProductList = limits.Products is { } only ? string.Join('\n', only.Distinct(StringComparer.Ordinal)) : null;
    }
}

/// <summary>Holds tokens to trusted documents.</summary>
internal static class Trusting
{
    /// <exception cref="InvalidInput">The token could do away with it.</exception>
    public static void TrustOnly(this ApiToken token, bool trustedOnly)
    {
        if (trustedOnly && token.Scopes.FirstOrDefault(scope => scope is Scopes.UsersWrite or Scopes.DocumentsWrite) is { } scope)
            throw new InvalidInput("trustedOnly", $"a token with the scope {scope} could let itself send anything. Leave out the one or the other.");
        token.TrustedOnly = trustedOnly;
    }
}

/// <summary>The products that tokens can be limited to.</summary>
internal sealed class Products(ICatalogue catalogue)
{
    private const string Backup = "CL Backup";

    public IReadOnlyList<string> All => [.. catalogue.Types.Select(type => type.Product).Append(Backup).Distinct(StringComparer.Ordinal)];

    public bool IsLicense(string? priceCode) => priceCode is not null && catalogue.Find(priceCode) is not null;

    /// <summary>The product that has this price; what is in no product is one by itself.</summary>
    public string Of(string priceCode) => catalogue.Find(priceCode)?.Product ?? (priceCode == Chargeable.BackupPer10Gb ? Backup : priceCode);
}
