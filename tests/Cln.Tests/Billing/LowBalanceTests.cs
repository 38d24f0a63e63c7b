using Cln.Billing;

namespace Cln.Tests.Billing;

public sealed class LowBalanceTests
{
    [Fact]
    public async Task A_low_balance_is_told_once_for_each_time_that_it_falls()
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync();
        var reseller = await api.NumberAsync();
        foreach (var quantity in new[] { 107, 108, 109, 110 })
        {
            await world.RunAsync(reseller, quantity); // 101.20, then 92.80, 84.40, 76.00
            await world.SettleAsync();
        }

        Assert.Single(await world.MailsAboutAsync(api, "Your balance has fallen to 92.80, which is below 100.00."));
        Assert.Single(await world.MailsAboutAsync(api, "Your balance has fallen"));

        (await api.TopUpAsync("50.00")).Worked("topUp");
        await world.RunAsync(reseller, quantity: 115);
        await world.SettleAsync();
        Assert.Equal(2, (await world.MailsAboutAsync(api, "Your balance has fallen")).Count);
    }

    [Fact]
    public async Task A_low_balance_that_is_filled_up_automatically_is_not_told()
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync();
        (await api.SaveAutopaymentAsync("AUTO_ADD_FUNDS", "500.00")).Worked("saveAutopayment");
        await world.RunAsync(await api.NumberAsync(), quantity: 115);

        await world.SettleAsync();

        Assert.Equal("500.00", await api.BalanceAsync());
        Assert.Empty(await world.MailsAboutAsync(api, "Your balance has fallen"));
    }

    [Fact]
    public async Task A_card_that_expires_is_told_thirty_days_before_and_seven_days_before()
    {
        await using var world = await World.StartAsync(now: new(2034, 11, 30, 12, 0, 0, TimeSpan.Zero));
        var api = await world.ResellerAsync();
        List<int> days = [];
        for (var left = 31; left >= -1; left--)
        {
            var before = (await world.MailsAboutAsync(api, "Please add your new card")).Count;
            await world.RunJobAsync<TellExpiringCards>();
            await world.RunJobAsync<TellExpiringCards>();
            await world.SettleAsync();
            var written = (await world.MailsAboutAsync(api, "Please add your new card")).Count - before;
            days.AddRange(Enumerable.Repeat(left, written));
            world.Clock.Advance(TimeSpan.FromDays(1));
        }

        Assert.Equal([30, 7], days);
        Assert.Single(await world.MailsAboutAsync(api, "Visa •••• 4242 can be charged until 31 December 2034: 7 more days."));
    }

    [Fact]
    public async Task A_removed_card_may_expire_unnoticed()
    {
        await using var world = await World.StartAsync(now: new(2034, 12, 20, 12, 0, 0, TimeSpan.Zero));
        var api = await world.ResellerAsync();
        await api.KeepCardsAsync();

        await world.RunJobAsync<TellExpiringCards>();
        await world.SettleAsync();

        Assert.Empty(await world.MailsAboutAsync(api, "Please add your new card"));
    }
}
