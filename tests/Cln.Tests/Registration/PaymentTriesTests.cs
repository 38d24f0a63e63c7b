using System.Globalization;
using Cln.Billing;
using Cln.Data;
using Cln.Host.Data;
using Cln.Registration;
using Cln.Tests.Billing;
using Cln.Tests.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Tests.Registration;

/// <summary>How many cards anybody may try.</summary>
public sealed class PaymentTriesTests
{
    private const string Start = "startRegistrationPaymentMethod";
    private const string Submit = "submitRegistrationPayment";
    private const string Declines = "pm_card_chargeDeclined";

    [Fact]
    public async Task Of_five_declined_deposits_in_an_hour_the_next_one_is_told_when_it_may_come()
    {
        await using var world = await World.StartAsync();
        var ann = await ReadyAsync(world, "ann");
        for (var tries = 0; tries < 5; tries++)
        {
            Assert.Equal("PAYMENT_DECLINED", (await ann.PayAsync(tries % 2 == 0 ? Declines : "pm_card_chargeCustomerFail")).Code(Submit));
            world.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        var refused = await ann.PayAsync();
        Assert.Equal("TOO_MANY_TRIES", refused.Code(Submit));
        Assert.Equal(World.Begins.AddHours(1), DateTimeOffset.Parse(refused.Text($"{Submit}.errors.0.retryAt"), CultureInfo.InvariantCulture));
        Assert.Contains("13:00:00 UTC", refused.Text($"{Submit}.errors.0.message"), StringComparison.Ordinal);
        world.Clock.Advance(TimeSpan.FromMinutes(55));
        Assert.Equal("ACCOUNT", (await ann.PayAsync()).Worked(Submit).Text($"{Submit}.registration.step"));
    }

    [Fact]
    public async Task What_is_sent_again_while_a_payment_is_under_way_is_no_other_try()
    {
        await using var world = await World.StartAsync();
        var ann = await ReadyAsync(world, "ann");
        for (var tries = 0; tries < 4; tries++) await ann.PayAsync(Declines);
        var key = World.Key();
        Assert.Equal("PAYMENT", (await ann.PayAsync("pm_card_answerLost", key)).Worked(Submit).Text($"{Submit}.registration.step"));

        world.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("ACCOUNT", (await ann.PayAsync("pm_card_answerLost", key)).Worked(Submit).Text($"{Submit}.registration.step"));
    }

    [Fact]
    public async Task A_reload_with_another_key_only_looks_after_the_payment_that_is_under_way()
    {
        await using var world = await World.StartAsync();
        var ann = await ReadyAsync(world, "ann");
        await ann.PayAsync("pm_card_answerLost");
        await world.InUnitAsync((ClnDbContext db) => db.Payments.ExecuteUpdateAsync(set => set.SetProperty(payment => payment.LeasedUntil, world.Clock.GetUtcNow())));

        for (var reloads = 0; reloads < 6; reloads++) (await ann.PayAsync()).Worked(Submit);

        Assert.Equal("ACCOUNT", await ann.StepAsync());
        Assert.All(await world.InUnitAsync((ClnDbContext db) => db.PaymentTries.Select(tries => tries.Count).ToListAsync()), count => Assert.InRange(count, 0, 1));
    }

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7", "203.0.113.8")]
    [InlineData("2001:db8:1:2::7", "2001:db8:1:2:ffff::8", "2001:db8:1:3::7")]
    public async Task Ten_declined_deposits_from_one_address_are_enough_whatever_the_registration(string address, string same, string other)
    {
        await using var world = await World.StartAsync();
        foreach (var name in new[] { "ann", "bob" })
        {
            var applicant = await ReadyAsync(world, name, address);
            for (var tries = 0; tries < 5; tries++) Assert.Equal("PAYMENT_DECLINED", (await applicant.PayAsync(Declines)).Code(Submit));
        }

        Assert.Equal("TOO_MANY_TRIES", (await (await ReadyAsync(world, "cat", same)).PayAsync()).Code(Submit));
        (await (await ReadyAsync(world, "dan", other)).PayAsync()).Worked(Submit);
    }

    [EveryDatabase]
    public async Task Twelve_at_once_from_one_address_are_counted_as_one_after_the_other(DatabaseKind kind)
    {
        await using var world = await World.StartAsync(kind);
        List<Applicant> applicants = [];
        for (var number = 0; number < 12; number++) applicants.Add(await ReadyAsync(world, $"ann{number}", "203.0.113.7"));

        var answers = await Task.WhenAll(applicants.Select(applicant => applicant.PayAsync(Declines)));

        Assert.Equal(
            [.. Enumerable.Repeat("PAYMENT_DECLINED", 10), .. Enumerable.Repeat("TOO_MANY_TRIES", 2)],
            answers.Select(answer => answer.Code(Submit)).Order());
    }

    [Fact]
    public async Task Deposits_that_are_paid_do_not_count()
    {
        await using var world = await World.StartAsync();
        for (var number = 0; number < 11; number++) (await (await ReadyAsync(world, $"ann{number}", "203.0.113.7")).PayAsync()).Worked(Submit);

        Assert.All(await world.InUnitAsync((ClnDbContext db) => db.PaymentTries.Select(tries => tries.Count).ToListAsync()), count => Assert.Equal(0, count));
    }

    [Fact]
    public async Task Ten_cards_can_be_begun_in_an_hour_and_the_counts_are_forgotten_with_the_hour()
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var world = await World.StartAsync(settings: provider.HostSettings);
        await provider.FollowAsync(world);
        var ann = await ReadyAsync(world, "ann");
        for (var begun = 0; begun < 10; begun++) (await ann.StartMethodAsync(begun % 2 == 0 ? "stripe" : "paypal")).Worked(Start);

        var refused = await ann.StartMethodAsync();
        Assert.Equal(("TOO_MANY_TRIES", World.Begins.AddHours(1)), (refused.Code(Start), DateTimeOffset.Parse(refused.Text($"{Start}.errors.0.retryAt"), CultureInfo.InvariantCulture)));
        (await ann.PayAsync()).Worked(Submit);

        world.Clock.Advance(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(1));
        await world.RunJobAsync<PurgeAbandonedRegistrations>();
        Assert.Equal(0, await world.InUnitAsync((ClnDbContext db) => db.PaymentTries.CountAsync()));
    }

    private static async Task<Applicant> ReadyAsync(World world, string name, string? address = null)
    {
        var applicant = new Applicant(world, name, address);
        await applicant.ReachAsync("PAYMENT");
        return applicant;
    }
}
