using Cln.Billing;
using Cln.Host.Data;
using Cln.Tests.Data;
using Cln.Tests.IpLicenses;

namespace Cln.Tests.Billing;

/// <summary>A debt that no autopayment brings: notice, grace, suspension, restoration. KernelCare is 2.95 a month.</summary>
public sealed class ShortfallTests
{
    [EveryDatabase]
    public async Task After_seven_days_of_notice_as_many_are_suspended_as_the_debt_needs_the_newest_first(DatabaseKind kind)
    {
        await using var world = await World.StartAsync(kind);
        var api = await world.ShortResellerAsync(owes: "5.00");
        Assert.Equal(("GRACE", "5.00", "5.00", 0), await api.SuspensionAsync());
        Assert.Equal(["4", "3"], await api.PreviewAsync());

        await world.PassDaysAsync(6);
        Assert.Empty(await api.SuspendedAsync());
        await world.PassDaysAsync(1);

        // On December 8 each of the two is credited 23 of 31 days of 2.95, which are 2.19.
        Assert.Equal([3, 4], await api.SuspendedAsync());
        Assert.Equal("-0.62", await api.BalanceAsync());
        Assert.Equal(("SUSPENDED", "0.62", "5.00", 2), await api.SuspensionAsync());
    }

    [Fact]
    public async Task Each_mail_is_written_once_before_at_and_after()
    {
        await using var world = await World.StartAsync();
        var api = await world.ShortResellerAsync(owes: "5.00");
        List<string> told = [];
        for (var day = 0; day <= 8; day++)
        {
            foreach (var (what, text) in new[] { ("grace", "Please top up at least 5.00 by 8 December 2026, 00:05 UTC"), ("reminder", "we begin to suspend licences"), ("suspended", "As the debt of your account was not paid") })
            {
                var seen = told.Count(one => one.EndsWith(what, StringComparison.Ordinal));
                told.AddRange(Enumerable.Repeat($"day {day}: {what}", (await world.MailsAboutAsync(api, text)).Count - seen));
            }

            await world.RunJobsAsync();
            await world.PassDaysAsync(1);
        }

        Assert.Equal(["day 0: grace", "day 4: reminder", "day 6: reminder", "day 7: suspended"], told);
        Assert.Single(await world.MailsAboutAsync(api, "- KernelCare, 198.51.100.4 - KernelCare, 198.51.100.3  They are not charged"));
        (await api.TopUpAsync("50.00")).Worked("topUp");
        await world.SettleAsync();
        Assert.Single(await world.MailsAboutAsync(api, "- KernelCare, 198.51.100.3 - KernelCare, 198.51.100.4  Nothing is suspended any more."));
    }

    [EveryDatabase]
    public async Task Money_pays_the_debt_first_and_then_restores_in_reverse_as_far_as_it_goes(DatabaseKind kind)
    {
        await using var world = await World.StartAsync(kind, settings: ("Billing:MinimumPayment", "0.01"));
        var api = await world.ShortResellerAsync(owes: "11.00");
        await world.PassDaysAsync(7);
        Assert.Equal([1, 2, 3, 4], await api.SuspendedAsync());
        Assert.Equal("-2.24", await api.BalanceAsync());

        await PayAsync(world, api, "2.24");
        Assert.Equal([1, 2, 3, 4], await api.SuspendedAsync());

        // 2.19 for one: the day is paid already. The oldest was the last to go.
        await PayAsync(world, api, "4.00");
        Assert.Equal([2, 3, 4], await api.SuspendedAsync());
        Assert.Equal("1.81", await api.BalanceAsync());

        await world.PassDaysAsync(3);
        await PayAsync(world, api, "0.20"); // 21 days are 2.00
        Assert.Equal([3, 4], await api.SuspendedAsync());
        await PayAsync(world, api, (await api.SuspensionAsync()).ToRestoreAll);
        Assert.Equal([], await api.SuspendedAsync());
        Assert.Equal(("NONE", "0.00", "0.00", 0), await api.SuspensionAsync());
        Assert.Equal("0.00", await api.BalanceAsync());
    }

    [Fact]
    public async Task Suspended_and_restored_on_one_day_costs_nothing_and_a_month_costs_its_price_less_the_days_without()
    {
        await using var world = await World.StartAsync();
        var api = await world.ShortResellerAsync(owes: "2.00");
        await world.PassDaysAsync(7);
        Assert.Equal("0.19", await api.BalanceAsync());
        await PayAsync(world, api, "50.00");
        Assert.Equal("48.00", await api.BalanceAsync());
        Assert.Empty(await api.SuspendedAsync());

        // A second time, for ten days: one of December 9 to 17 isn't paid.
        await world.OweAsync(api, "2.00");
        await world.PassDaysAsync(7);
        Assert.Equal([4], await api.SuspendedAsync());
        var suspended = Money.Parse(await api.BalanceAsync());
        await world.PassDaysAsync(10);
        await PayAsync(world, api, "50.00");

        // Credited were the 16 days after December 15; charged again are the 7 from December 25 on.
        Assert.Equal((suspended + new Money(50_00) - new Money(2_95).Times(22, 31) + new Money(2_95).Times(15, 31)).ToString(), await api.BalanceAsync());
    }

    [Fact]
    public async Task What_is_suspended_is_not_charged_for_the_new_month()
    {
        await using var world = await World.StartAsync();
        var api = await world.ShortResellerAsync(owes: "11.00");
        await world.PassDaysAsync(7);
        var before = await api.BalanceAsync();

        await world.PassDaysAsync(25);

        Assert.Equal(before, await api.BalanceAsync());
        Assert.Equal([1, 2, 3, 4], await api.SuspendedAsync());
    }

    [Fact]
    public async Task Money_that_comes_during_the_grace_ends_it()
    {
        await using var world = await World.StartAsync();
        var api = await world.ShortResellerAsync(owes: "5.00");
        await world.PassDaysAsync(3);

        await PayAsync(world, api, "10.00");
        Assert.Equal("NONE", (await api.SuspensionAsync()).State);
        await world.PassDaysAsync(10);

        Assert.Empty(await api.SuspendedAsync());
        Assert.Empty(await world.MailsAboutAsync(api, "This runs again"));
    }

    [Fact]
    public async Task While_an_autopayment_is_still_tried_there_is_no_notice_and_afterwards_there_is_the_whole_grace()
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync(autopayment: "AUTO_REPAY");
        await api.LicensedAsync(ShortWorld.Ip(1));
        await api.KeepCardsAsync(await api.CardAsync("pm_card_failsForLackOfFunds", makeCurrent: true));
        await world.OweAsync(api, "2.00");

        await world.PassDaysAsync(13);
        Assert.Equal("NONE", (await api.SuspensionAsync()).State);
        await world.PassDaysAsync(1);
        Assert.Equal("GRACE", (await api.SuspensionAsync()).State);
        await world.PassDaysAsync(6);
        Assert.Empty(await api.SuspendedAsync());
        await world.PassDaysAsync(1);
        Assert.Equal([1], await api.SuspendedAsync());
    }

    [Fact]
    public async Task The_grace_is_a_setting_and_never_shorter_than_seven_days()
    {
        await using var world = await World.StartAsync(settings: ("Billing:GraceDays", "10"));
        var api = await world.ShortResellerAsync(owes: "1.00");
        await world.PassDaysAsync(9);
        Assert.Empty(await api.SuspendedAsync());
        await world.PassDaysAsync(1);
        Assert.Equal([4], await api.SuspendedAsync());

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => World.StartAsync(settings: ("Billing:GraceDays", "6")));
        Assert.Contains("Billing:GraceDays is \"6\". It takes a whole number between 7 and 365", refused.Message);
    }

    [EveryDatabase]
    public async Task Hosts_that_look_at_one_debt_at_once_suspend_once(DatabaseKind kind)
    {
        await using var world = await World.StartAsync(kind);
        var api = await world.ShortResellerAsync(owes: "5.00");
        world.Clock.Advance(TimeSpan.FromDays(7));

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => world.RunJobAsync<LookAtShortfalls>()));
        await world.SettleAsync();

        Assert.Equal([3, 4], await api.SuspendedAsync());
        Assert.Single(await world.MailsAboutAsync(api, "As the debt of your account was not paid"));
        Assert.Equal("-0.62", await api.BalanceAsync());
    }

    private static async Task PayAsync(World world, Api api, string amount)
    {
        (await api.TopUpAsync(amount)).Worked("topUp");
        await world.SettleAsync();
    }
}
