using System.Globalization;
using Cln.Contracts;
using Cln.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Host.Access;

/// <summary>
/// Counts on the token's own row: one guarded update looks at the limits and counts, so that any number of calls on any number of hosts come to no
/// more than the limit. The day and the hour only go forward, whatever a host's clock says.
/// </summary>
internal sealed class TokenLimits(ClnDbContext db, Caller caller, Products products, TimeProvider time) : ITokenLimits
{
    public async Task<TokenSpend?> TakeAsync(Spend spend, CancellationToken cancellation)
    {
        if (caller.TokenId is not { } id) return null;
        var token = await FindAsync(id, cancellation);
        RefuseProduct(token, spend);
        var licenses = products.IsLicense(spend.PriceCode) ? spend.Units : 0;
        var clock = TokenClock.Of(time).NotBefore(token);
        return await CountAsync(id, clock, spend.Amount.Cents, licenses, cancellation) == 1
            ? new(id, clock.Day, spend.Amount, clock.Hour, licenses)
            : throw Exceeded(await FindAsync(id, cancellation), spend.Amount, licenses);
    }

    public async Task CorrectAsync(TokenSpend difference, CancellationToken cancellation)
    {
        var (day, cents, hour, licenses) = (difference.Day, difference.Amount.Cents, difference.Hour, difference.Licenses);
        var token = db.ApiTokens.Where(row => row.Id == difference.ApiTokenId);
        if (cents != 0) await token.Where(row => row.SpendDay == day).ExecuteUpdateAsync(set => set.SetProperty(row => row.Spent, row => row.Spent + cents), cancellation);
        if (licenses != 0) await token.Where(row => row.LicenseHour == hour).ExecuteUpdateAsync(set => set.SetProperty(row => row.LicensesBought, row => row.LicensesBought + licenses), cancellation);
    }

    public async Task RefuseLimitedAsync(CancellationToken cancellation)
    {
        if (caller.TokenId is { } id && (await FindAsync(id, cancellation)).DailySpend is not null) throw new TokenIsLimited();
    }

    private void RefuseProduct(ApiToken token, Spend spend)
    {
        if (spend.PriceCode is { } code && token.Limits.Products is { } allowed && !allowed.Contains(products.Of(code), StringComparer.Ordinal)) throw new TokenProductNotAllowed(products.Of(code), allowed);
    }

    private Task<int> CountAsync(long id, TokenClock clock, long cents, int licenses, CancellationToken cancellation)
    {
        var (day, hour) = clock;
        return db.ApiTokens.Where(row => row.Id == id)
            .Where(row => cents == 0 || row.DailySpend == null || (row.SpendDay >= day ? row.Spent : 0) + cents <= row.DailySpend)
            .Where(row => licenses == 0 || row.LicensesPerHour == null || (row.LicenseHour >= hour ? row.LicensesBought : 0) + licenses <= row.LicensesPerHour)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(row => row.Spent, row => (row.SpendDay >= day ? row.Spent : 0) + cents)
                    .SetProperty(row => row.SpendDay, row => row.SpendDay >= day ? row.SpendDay : day)
                    .SetProperty(row => row.LicensesBought, row => (row.LicenseHour >= hour ? row.LicensesBought : 0) + licenses)
                    .SetProperty(row => row.LicenseHour, row => row.LicenseHour >= hour ? row.LicenseHour : hour),
                cancellation);
    }

    private async Task<ApiToken> FindAsync(long id, CancellationToken cancellation) =>
        await db.ApiTokens.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancellation) ?? throw new NotFound("API token");

    private TokenLimitExceeded Exceeded(ApiToken token, Money asked, int licenses)
    {
        var clock = TokenClock.Of(time).NotBefore(token);
        var spent = token.SpentOn(clock);
        if (token.DailySpend is { } limit && spent.Cents + asked.Cents > limit)
            return new(TokenLimit.DailySpend, new Money(limit).ToString(), spent.ToString(), asked.ToString(), new(clock.Day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero));
        return new(TokenLimit.LicensesPerHour, Number(token.LicensesPerHour ?? 0), Number(token.BoughtIn(clock)), Number(licenses), clock.Hour.AddHours(1));
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
