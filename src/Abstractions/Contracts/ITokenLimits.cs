namespace Cln.Contracts;

/// <summary>
/// Counts what API tokens spend, and holds it against their limits. Fulfilled by the host. Whatever charges a balance or a payment method for a
/// caller asks it first; callers who are no token, and the platform, are not counted.
/// </summary>
/// <remarks>Called in the caller's transaction, so that what is counted and what is charged can't part.</remarks>
public interface ITokenLimits
{
    /// <summary>Counts what the calling token is about to spend.</summary>
    /// <returns>What was counted, to be corrected if it comes otherwise; null when the caller is no token.</returns>
    /// <exception cref="TokenLimitExceeded">It would be more than the token may. Nothing was counted.</exception>
    /// <exception cref="TokenProductNotAllowed">The token may not buy this product. Nothing was counted.</exception>
    Task<TokenSpend?> TakeAsync(Spend spend, CancellationToken cancellation);

    /// <summary>
    /// Counts so much more, or where it is negative less, than was taken: money has moved, or hasn't. The limits have no say in that, and a day
    /// or an hour that is over stays as it is.
    /// </summary>
    Task CorrectAsync(TokenSpend difference, CancellationToken cancellation);

    /// <summary>Refuses what would move money later, uncounted, when the caller is a token that has a limit of what it spends in a day.</summary>
    /// <exception cref="TokenIsLimited">It is.</exception>
    Task RefuseLimitedAsync(CancellationToken cancellation);
}

/// <summary>Something that costs money.</summary>
/// <param name="Amount">What is charged to the balance or to a payment method; never negative.</param>
/// <param name="PriceCode">What is bought, as in <see cref="Chargeable"/>; null for a payment.</param>
/// <param name="Units">How many units more are bought.</param>
public sealed record Spend(Money Amount, string? PriceCode = null, int Units = 0);

/// <summary>What was counted for a token, and when.</summary>
/// <param name="ApiTokenId">Whose.</param>
/// <param name="Day">The day, UTC, to which the money was counted.</param>
/// <param name="Amount">The money.</param>
/// <param name="Hour">The beginning of the hour to which the licences were counted.</param>
/// <param name="Licenses">The licences.</param>
public sealed record TokenSpend(long ApiTokenId, DateOnly Day, Money Amount, DateTimeOffset Hour, int Licenses)
{
    public static TokenSpend operator -(TokenSpend spend) => spend with { Amount = -spend.Amount, Licenses = -spend.Licenses };
}

/// <summary>A limit of an API token.</summary>
public enum TokenLimit
{
    /// <summary>So much money in a day, UTC.</summary>
    DailySpend,

    /// <summary>So many licences in an hour, as the clock has it.</summary>
    LicensesPerHour,
}

/// <summary>It would take the API token over one of its limits. Nothing was changed and nothing charged: wait, raise the limit by `updateApiToken`, or let a person do it.</summary>
/// <param name="kind">Which limit.</param>
/// <param name="limit">How much the token may.</param>
/// <param name="used">How much of it is used.</param>
/// <param name="asked">How much this would have used.</param>
/// <param name="resetsAt">When counting begins anew.</param>
public sealed class TokenLimitExceeded(TokenLimit kind, string limit, string used, string asked, DateTimeOffset resetsAt)
    : DomainError("TOKEN_LIMIT_EXCEEDED", Sentence(kind, limit, used, asked, resetsAt))
{
    /// <summary>Which limit.</summary>
    public TokenLimit Kind => kind;

    /// <summary>How much the token may: an amount of money such as "50.00", or a number of licences such as "10".</summary>
    public string Limit => limit;

    /// <summary>How much of it was used at that moment, in the same form.</summary>
    public string Used => used;

    /// <summary>How much this call would have used, in the same form.</summary>
    public string Asked => asked;

    /// <summary>When counting begins anew.</summary>
    public DateTimeOffset ResetsAt => resetsAt;

    private static string Sentence(TokenLimit kind, string limit, string used, string asked, DateTimeOffset resetsAt)
    {
        var what = kind == TokenLimit.DailySpend ? $"spend {limit} a day" : $"buy {limit} licences an hour";
        return $"This API token may {what}. {used} are used, and this would take {asked}. Counting begins anew at {resetsAt.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}.";
    }
}

/// <summary>An API token with a limit of what it spends in a day may not do this, because the money that it leads to is not counted for the token.</summary>
public sealed class TokenIsLimited()
    : DomainError("TOKEN_IS_LIMITED", "This API token has a limit of what it spends in a day, and what this leads to could not be counted against it. Let a person do it, or a token without that limit.");

/// <summary>The API token may buy other products only. Nothing was changed and nothing charged.</summary>
/// <param name="product">What it was to buy.</param>
/// <param name="allowed">What it may buy.</param>
public sealed class TokenProductNotAllowed(string product, IReadOnlyList<string> allowed)
    : DomainError("TOKEN_PRODUCT_NOT_ALLOWED", $"This API token may not buy {product}. It may buy: {string.Join(", ", allowed)}.")
{
    /// <summary>The product that was to be bought.</summary>
    public string Product => product;

    /// <summary>The products that the token may buy.</summary>
    public IReadOnlyList<string> Allowed => allowed;
}
