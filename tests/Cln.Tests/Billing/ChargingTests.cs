using Cln.Billing;
using Cln.Data;
using Cln.Host.Data;
using Cln.Tests.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Tests.Billing;

/// <summary>The world begins on November 10: 21 of 30 days are left, the day included, and 20 after it.</summary>
public sealed class ChargingTests
{
    [EveryDatabase]
    public async Task Adding_charges_the_days_left_and_removing_credits_the_whole_days_after_today(DatabaseKind kind)
    {
        await using var world = await World.StartAsync(kind);
        var api = await world.ResellerAsync();
        var reseller = await api.NumberAsync();

        Assert.Equal(new Money(8_40), await world.RunAsync(reseller, quantity: 1));
        Assert.Equal(new Money(-8_00), await world.RunAsync(reseller, quantity: 0));
        Assert.Equal("999.60", await api.BalanceAsync());

        // The day is paid: coming back costs the days after it.
        Assert.Equal(new Money(8_00), await world.RunAsync(reseller, quantity: 1));
        Assert.Equal(Money.Zero, await world.RunAsync(reseller, quantity: 1));
        Assert.Equal("991.60", await api.BalanceAsync());
    }

    [Fact]
    public async Task A_charge_that_the_deposit_does_not_cover_is_refused_and_changes_nothing()
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync();
        var reseller = await api.NumberAsync();
        await world.RunAsync(reseller, quantity: 100); // 840.00
        var before = await world.BooksAsync(reseller);

        var refused = await Assert.ThrowsAsync<InsufficientFunds>(() => world.RunAsync(reseller, quantity: 120));

        Assert.Equal((new Money(168_00), new Money(160_00)), (refused.Needed, refused.Available));
        Assert.Equal(before, await world.BooksAsync(reseller));
    }

    [Fact]
    public async Task One_refusal_among_several_charges_of_a_transaction_leaves_the_others_whole()
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync();
        var reseller = await api.NumberAsync();

        await world.InUnitAsync(async (Cln.Contracts.ICharging charging) =>
        {
            await charging.SetAsync(new(reseller, "test/1", "CLOUDLINUX_OS", "CloudLinux OS", 100), CancellationToken.None);
            await Assert.ThrowsAsync<InsufficientFunds>(() => charging.SetAsync(new(reseller, "test/2", "CLOUDLINUX_OS", "CloudLinux OS", 100), CancellationToken.None));
            return await charging.SetAsync(new(reseller, "test/3", "CLOUDLINUX_OS", "CloudLinux OS", 10), CancellationToken.None);
        });

        Assert.Equal("76.00", await api.BalanceAsync());
    }

    [EveryDatabase]
    public async Task Twenty_at_once_against_a_balance_for_ten_are_ten(DatabaseKind kind)
    {
        await using var world = await World.StartAsync(kind);
        var api = await world.ResellerAsync();
        var reseller = await api.NumberAsync();

        var done = await Task.WhenAll(Enumerable.Range(1, 20).Select(async number =>
        {
            try
            {
                return await world.RunAsync(reseller, quantity: 11, key: $"test/{number}"); // 92.40 each
            }
            catch (InsufficientFunds)
            {
                return Money.Zero;
            }
        }));

        Assert.Equal(10, done.Count(charged => charged == new Money(92_40)));
        Assert.Equal("76.00", await api.BalanceAsync());
    }

    [Fact]
    public async Task With_a_working_autopayment_buying_on_credit_ends_at_the_limit()
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync(autopayment: "AUTO_REPAY");
        var reseller = await api.NumberAsync();

        await world.RunAsync(reseller, quantity: 178); // 1,495.20
        Assert.Equal("-495.20", await api.BalanceAsync());
        var refused = await Assert.ThrowsAsync<InsufficientFunds>(() => world.RunAsync(reseller, quantity: 179));
        Assert.Equal(new Money(4_80), refused.Available);
    }

    [Fact]
    public async Task Without_a_current_card_autopayment_gives_no_credit()
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync(autopayment: "AUTO_REPAY");
        var id = (await api.SendAsync("{ paymentMethods { id } }")).Text("paymentMethods.0.id");
        (await api.SendAsync("mutation($id: ID!) { removePaymentMethod(input: { id: $id }) { paymentMethod { current } errors { ... on Error { code } } } }", new { id })).Worked("removePaymentMethod");

        await Assert.ThrowsAsync<InsufficientFunds>(async () => await world.RunAsync(await api.NumberAsync(), quantity: 130));
    }

    [Fact]
    public async Task A_price_that_changes_counts_from_the_next_month_on()
    {
        await using var world = await World.StartAsync();
        var reseller = await (await world.ResellerAsync()).NumberAsync();
        await world.RunAsync(reseller, quantity: 1);
        (await (await world.OperatorAsync()).ChangePricesAsync("silver", "2026-12-01", ("CLOUDLINUX_OS", "6.00"))).Worked("changePrices");

        Assert.Equal(new Money(8_40), await world.RunAsync(reseller, quantity: 2));
        world.Clock.SetUtcNow(new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero));
        await world.RunJobAsync<ChargeMonths>();

        Assert.Equal(new Money(-5_81), await world.RunAsync(reseller, quantity: 1)); // 30 of 31 days of 6.00
    }

    [Fact]
    public async Task A_thing_can_not_change_its_price_code()
    {
        await using var world = await World.StartAsync();
        var reseller = await (await world.ResellerAsync()).NumberAsync();
        await world.RunAsync(reseller, quantity: 1);

        await Assert.ThrowsAsync<InvalidOperationException>(() => world.RunAsync(reseller, quantity: 1, code: "KERNELCARE"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => world.RunAsync(reseller, quantity: 1, key: "test/2", code: "NOTHING_OF_THE_KIND"));
    }
}
