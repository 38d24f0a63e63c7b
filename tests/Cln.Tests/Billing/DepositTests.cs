using Cln.Contracts;
using Cln.Data;
using Cln.Host.Data;
using Cln.Tests.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Tests.Billing;

public sealed class DepositTests
{
    [EveryDatabase]
    public async Task Calls_at_once_with_keys_of_their_own_take_one_deposit(DatabaseKind kind)
    {
        await using var world = await World.StartAsync(kind);
        var reseller = await NewAsync(world);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => TakeAsync(world, reseller)));

        Assert.All(outcomes, outcome => Assert.Null(outcome.DeclineReason));
        Assert.Equal(new DepositOutcome(Paid: true, DeclineReason: null, Tried: false), await TakeAsync(world, reseller));
        Assert.Equal(["Posted 1000.00"], await DepositsAsync(world, reseller));
    }

    [Fact]
    public async Task After_a_decline_another_card_pays_and_only_that_one_is_kept()
    {
        await using var world = await World.StartAsync();
        var reseller = await NewAsync(world);

        Assert.Equal(new DepositOutcome(Paid: false, "Your card was declined.", Tried: true), await TakeAsync(world, reseller, "pm_card_chargeDeclined"));
        Assert.Equal(new DepositOutcome(Paid: false, "Your card was declined.", Tried: true), await TakeAsync(world, reseller, "pm_card_chargeCustomerFail"));
        Assert.True((await TakeAsync(world, reseller, "pm_card_mastercard")).Paid);

        Assert.Equal(["Declined 1000.00", "Posted 1000.00"], await DepositsAsync(world, reseller));
        var cards = await world.InUnitAsync((Cln.Billing.PaymentMethods methods) => methods.Of(reseller).ToListAsync());
        Assert.Equal(("Mastercard •••• 4444", true), (Assert.Single(cards).Label, cards[0].Current));
    }

    [Fact]
    public async Task The_same_call_again_has_the_same_outcome()
    {
        await using var world = await World.StartAsync();
        var reseller = await NewAsync(world);
        var key = World.Key();

        var first = await TakeAsync(world, reseller, "pm_card_chargeCustomerFail", key);

        Assert.Equal(first with { Tried = false }, await TakeAsync(world, reseller, "pm_card_visa", key));
        Assert.Equal(["Declined 1000.00"], await DepositsAsync(world, reseller));
    }

    [Fact]
    public async Task A_deposit_whose_answer_was_lost_is_found_out_and_not_taken_again()
    {
        await using var world = await World.StartAsync();
        var reseller = await NewAsync(world);

        Assert.Equal(new DepositOutcome(Paid: false, DeclineReason: null, Tried: true), await TakeAsync(world, reseller, "pm_card_answerLost"));
        Assert.True((await TakeAsync(world, reseller, "pm_card_visa")).Paid);

        Assert.Equal(["Posted 1000.00"], await DepositsAsync(world, reseller));
    }

    private static async Task<long> NewAsync(World world) =>
        (await world.InUnitAsync((ClnDbContext db) => Task.FromResult(db.Add(new Reseller
        {
            Name = "New Hosting",
            Login = "new",
            BillingEmail = "new@new.example",
            TierCode = "silver",
            FirstName = "Ada",
            LastName = "Byron",
            Country = "DE",
            CreatedAt = World.Begins,
        }).Entity))).Id;

    private static async Task<DepositOutcome> TakeAsync(World world, long reseller, string token = "pm_card_visa", string? key = null)
    {
        await using var scope = world.PlatformScope();
        return await scope.ServiceProvider.GetRequiredService<IPayments>()
            .TakeDepositAsync(new(reseller, new(1000_00), "sandbox", token, AutopaymentType.AutoRepay, AutopaymentAmount: null, key ?? World.Key()), CancellationToken.None);
    }

    private static async Task<IReadOnlyList<string>> DepositsAsync(World world, long reseller) =>
        await world.InUnitAsync(async (ClnDbContext db) => (IReadOnlyList<string>)(await db.Set<Cln.Billing.Payment>().Where(payment => payment.ResellerId == reseller).OrderBy(payment => payment.Id).ToListAsync())
            .ConvertAll(payment => $"{payment.State} {payment.Amount}"));
}
