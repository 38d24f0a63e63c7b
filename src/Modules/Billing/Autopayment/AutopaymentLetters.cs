using System.Globalization;

namespace Cln.Billing;

/// <summary>What resellers are written about their balance and autopayment.</summary>
internal sealed class AutopaymentLetters(Notices notices, TimeProvider clock)
{
    /// <summary>"24 November 2026, 08:00 UTC".</summary>
    public static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("d MMMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);

    public Task PausedAsync(long resellerId, AutopaymentPlan plan, CancellationToken cancellation) => notices.StageAsync(
        resellerId,
        string.Create(CultureInfo.InvariantCulture, $"autopayment:paused:{plan.RetryAt!.Value.ToUnixTimeMilliseconds()}"),
        "Automatic payments are paused",
        $"""
        Your balance is {plan.Balance}, which asks for an automatic payment of {plan.Amount}. We have not made it: {Uncapitalised(plan.Reason)}

        The limit protects you from us. Automatic payments go on by themselves on {Moment(plan.RetryAt.Value)}. You can top up yourself at any time.
        """,
        cancellation);

    public Task SwitchedOffAsync(long resellerId, AutopaymentPlan plan, CancellationToken cancellation) => notices.StageAsync(
        resellerId,
        string.Create(CultureInfo.InvariantCulture, $"autopayment:switched-off:{clock.GetUtcNow().ToUnixTimeMilliseconds()}"),
        "Automatic payments are switched off",
        $"""
        Your balance is {plan.Balance}, and we could charge none of your payment methods. {plan.Reason}

        We have switched automatic payments off, so nothing more will be tried. To go on, add a payment method, choose again how your balance is kept up, or top up yourself.
        """,
        cancellation);

    public Task LowAsync(long resellerId, long version, Money balance, Money threshold, CancellationToken cancellation) => notices.StageAsync(
        resellerId,
        string.Create(CultureInfo.InvariantCulture, $"balance:low:{version}"),
        $"Your balance is low: {balance}",
        $"""
        Your balance has fallen to {balance}, which is below {threshold}.

        What you run is charged from it. Please top up in time, or choose that your balance is kept up automatically.
        """,
        cancellation);

    public Task ExpiringAsync(PaymentMethod method, DateOnly today, int mark, CancellationToken cancellation)
    {
        var days = method.ExpiresOn!.Value.DayNumber - today.DayNumber;
        return notices.StageAsync(
            method.ResellerId,
            string.Create(CultureInfo.InvariantCulture, $"method:{method.Id}:expires:{mark}"),
            $"{method.Label} expires soon",
            $"""
            {method.Label} can be charged until {method.ExpiresOn.Value.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)}: {(days == 0 ? "today is the last day" : days == 1 ? "one more day" : $"{days} more days")}.

            {(method.Current ? "It is the one that we charge. " : "")}Please add your new card before that, so that payments go on without a break.
            """,
            cancellation);
    }

    private static string Uncapitalised(string sentence) => char.ToLowerInvariant(sentence[0]) + sentence[1..];
}
