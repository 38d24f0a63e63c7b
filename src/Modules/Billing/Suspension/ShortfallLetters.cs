using System.Globalization;

namespace Cln.Billing;

/// <summary>What a reseller is written when money is missing, before, at and after.</summary>
internal sealed class ShortfallLetters(Notices notices, TimeProvider clock)
{
    /// <summary>How many things a letter names; the rest it counts.</summary>
    private const int Named = 20;

    /// <summary>With so many days left, or fewer, a reminder is written.</summary>
    private static readonly int[] reminders = [1, 3];

    public Task GraceBeganAsync(Shortfall begun, Money balance, IReadOnlyList<SuspensionItem> needed, CancellationToken cancellation) => notices.StageAsync(
        begun.ResellerId,
        Occasion(begun, "grace"),
        $"Please pay {-balance} by {AutopaymentLetters.Moment(begun.GraceEndsAt)}",
        $"""
        Your balance is {balance}, and no automatic payment will bring it back to zero.

        Please top up at least {-balance} by {AutopaymentLetters.Moment(begun.GraceEndsAt)}. {WhatFollows(needed)}

        In which order things are suspended is your choice: see suspensionPreview and setSuspensionOrder.
        """,
        cancellation);

    public async Task RemindAsync(Shortfall open, Money balance, CancellationToken cancellation)
    {
        var left = (open.GraceEndsAt - clock.GetUtcNow()).TotalDays;
        if (reminders.FirstOrDefault(days => left <= days) is not (> 0 and var mark)) return;
        await notices.StageAsync(
            open.ResellerId,
            Occasion(open, string.Create(CultureInfo.InvariantCulture, $"days:{mark}")),
            $"{(mark == 1 ? "One day" : $"{mark} days")} left to pay {-balance}",
            $"""
            Your balance is still {balance}. On {AutopaymentLetters.Moment(open.GraceEndsAt)} we begin to suspend licences, only as many as the debt needs.

            A top-up of at least {-balance} before that keeps everything running.
            """,
            cancellation);
    }

    public Task SuspendedAsync(Shortfall open, IReadOnlyList<SuspensionItem> suspended, Money balance, CancellationToken cancellation) => notices.StageAsync(
        open.ResellerId,
        Occasion(open, string.Create(CultureInfo.InvariantCulture, $"suspended:{clock.GetUtcNow().ToUnixTimeMilliseconds()}")),
        $"{Counted(suspended.Count)} suspended",
        $"""
        As the debt of your account was not paid, we have suspended:

        {List(suspended)}

        They are not charged from tomorrow on; the days that were paid beyond today are credited, and your balance is {balance} now. Servers that are registered stay registered: they work again
        by themselves when their licence is restored.

        A top-up first pays the debt. What is left of it restores what was suspended, the last first, as far as it goes.
        """,
        cancellation);

    public Task RestoredAsync(Shortfall open, IReadOnlyList<SuspensionItem> restored, int still, CancellationToken cancellation) => notices.StageAsync(
        open.ResellerId,
        Occasion(open, string.Create(CultureInfo.InvariantCulture, $"restored:{clock.GetUtcNow().ToUnixTimeMilliseconds()}")),
        $"{Counted(restored.Count)} restored",
        $"""
        Thank you, your money has arrived. This runs again:

        {List(restored)}

        {(still == 0 ? "Nothing is suspended any more." : $"{still} more wait: top up again to restore them too.")}
        """,
        cancellation);

    private static string WhatFollows(IReadOnlyList<SuspensionItem> needed) =>
        needed.Count == 0
            ? "Until then nothing can be bought on credit."
            : $"""
            Otherwise we suspend as much as the debt needs, as things are:

            {List(needed)}
            """;

    private static string List(IReadOnlyList<SuspensionItem> items) =>
        string.Join('\n', items.Take(Named).Select(item => $"- {item.Title}")) + (items.Count > Named ? $"\n- and {items.Count - Named} more" : "");

    private static string Counted(int count) => count == 1 ? "One licence is" : $"{count} licences are";

    private static string Occasion(Shortfall shortfall, string what) => string.Create(CultureInfo.InvariantCulture, $"shortfall:{shortfall.BeganAt.ToUnixTimeMilliseconds()}:{what}");
}
