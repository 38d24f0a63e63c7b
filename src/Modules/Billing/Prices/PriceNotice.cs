using System.Globalization;
using Cln.Graph;

namespace Cln.Billing;

/// <summary>From which month on prices may change: what the agreement with resellers promises, reckoned to the hour.</summary>
internal sealed class PriceNotice(BillingSettings settings, TimeProvider clock)
{
    private const int MonthsAhead = 24;

    /// <summary>A month that is about to begin is left alone: a host that is late or early would charge it by the other price.</summary>
    private static readonly TimeSpan margin = TimeSpan.FromDays(1);

    /// <summary>The letters are written by a job, in the minutes after the announcement.</summary>
    private static readonly TimeSpan writing = TimeSpan.FromHours(1);

    public PriceTerms Terms => new(
        FirstMonthAfter(margin),
        FirstMonthAfter(TimeSpan.FromDays(settings.PriceNotice) + writing),
        clock.ThisMonth().AddMonths(MonthsAhead),
        settings.PriceNotice);

    /// <exception cref="InvalidInput">It isn't the first day of a month, or too far away.</exception>
    /// <exception cref="MonthTooSoon">It has begun, or does within a day.</exception>
    public void Check(DateOnly from)
    {
        if (from.Day != 1) throw new InvalidInput("from", $"is the first day of a month, such as {Days.Text(Terms.EarliestRise)}.");
        if (from < Terms.Earliest) throw new MonthTooSoon(from, Terms.Earliest);
        if (from > Terms.Latest) throw new InvalidInput("from", $"is at most {MonthsAhead} months away: {Days.Text(Terms.Latest)} or before.");
    }

    /// <exception cref="NoticeTooShort">The month is too near for that.</exception>
    public void CheckRise(DateOnly from, string code)
    {
        if (from < Terms.EarliestRise) throw new NoticeTooShort(code, from, Terms);
    }

    private DateOnly FirstMonthAfter(TimeSpan wait)
    {
        var then = clock.GetUtcNow() + wait;
        var month = DateOnly.FromDateTime(then.UtcDateTime).FirstOfMonth();
        return month.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) < then.UtcDateTime ? month.AddMonths(1) : month;
    }
}

/// <summary>From when prices can change, at this moment.</summary>
/// <param name="Earliest">The first day of the first month with which a price can be lowered, or something can be sold for the first time: it begins in a day or later.</param>
/// <param name="EarliestRise">The first day of the first month with which a price can be raised: resellers are told before, as the agreement promises.</param>
/// <param name="Latest">The first day of the last month for which prices can be announced.</param>
/// <param name="NoticeDays">How many days before the month begins a rise is told.</param>
internal sealed record PriceTerms(DateOnly Earliest, DateOnly EarliestRise, DateOnly Latest, int NoticeDays);

[Extends<Query>]
internal static class PriceTermsField
{
    /// <summary>For operators: with which months prices can change, if that is announced now.</summary>
    [Scope(Scopes.Operator)]
    public static PriceTerms PriceTerms(PriceNotice notice) => notice.Terms;
}

/// <summary>The month has begun, or does within a day, so its prices stay as they are.</summary>
internal sealed class MonthTooSoon(DateOnly from, DateOnly earliest)
    : DomainError("MONTH_TOO_SOON", $"{Days.MonthName(from)} has begun, or begins within a day. Prices can change from {Days.Text(earliest)} on.")
{
    /// <summary>The first day of the first month with which prices can change.</summary>
    public DateOnly Earliest => earliest;
}

/// <summary>A price is to rise, and resellers could not be told long enough before.</summary>
internal sealed class NoticeTooShort(string code, DateOnly from, PriceTerms terms) : DomainError(
    "NOTICE_TOO_SHORT",
    string.Create(CultureInfo.InvariantCulture, $"The price of {code} would rise with {Days.MonthName(from)}, and resellers are told {terms.NoticeDays} days before a price rises. It can rise from {Days.Text(terms.EarliestRise)} on."))
{
    /// <summary>The first day of the first month with which it can rise.</summary>
    public DateOnly Earliest => terms.EarliestRise;
}
