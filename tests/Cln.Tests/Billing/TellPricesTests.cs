using Cln.Billing;
using Cln.Host.Data;
using Cln.Tests.Data;

namespace Cln.Tests.Billing;

public sealed class TellPricesTests
{
    private const string About = "prices of your tier";

    [EveryDatabase]
    public async Task Who_is_on_the_tier_is_written_once_for_all_that_was_announced_until_then(DatabaseKind kind)
    {
        await using var world = await World.StartAsync(kind);
        var op = await world.OperatorAsync();
        var (silver, gold) = (await world.ResellerAsync(), await world.ResellerAsync("gold"));
        (await op.ChangePricesAsync("silver", "2027-01-01", backup: "1.75", ("KERNELCARE", "3.10"))).Worked("changePrices");
        (await op.ChangePricesAsync("silver", "2027-02-01", ("KERNELCARE", "2.00"))).Worked("changePrices");

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => world.RunJobAsync<TellPrices>()));
        await world.RunJobsAsync();

        Assert.Empty(await world.MailsAboutAsync(gold, About));
        Assert.Equal((1, 0), (await EventsAsync(silver), await EventsAsync(gold)));
        Assert.Equal(
            """
            The prices of your tier, Silver, change. They are in USD, for one unit and a whole month.

            From 1 January 2027:

            - KernelCare: 3.10 instead of 2.95
            - Backup, each 10 GB: 1.75 instead of 1.50

            From 1 February 2027:

            - KernelCare: 2.00 instead of 3.10

            Until then you are charged today's prices. What is charged for a month keeps its price to the month's end, and so does what you add in it.
            """.ReplaceLineEndings(),
            Assert.Single(await world.MailsAboutAsync(silver, About)).TrimEnd().ReplaceLineEndings());
    }

    [Fact]
    public async Task Who_was_told_something_else_is_told_what_is_true_now_and_nobody_is_told_what_they_know()
    {
        await using var world = await World.StartAsync();
        var op = await world.OperatorAsync();
        var first = await world.ResellerAsync();
        await AnnounceAsync("3.10");
        await TellAsync();

        // Changed, and changed back before anybody was written: nobody needs to know.
        await AnnounceAsync("3.05");
        await AnnounceAsync("3.10");
        var second = await world.ResellerAsync();
        await TellAsync();
        Assert.Equal((1, 1), (await CountAsync(first), await CountAsync(second)));

        await AnnounceAsync("3.00");
        await TellAsync();
        Assert.Equal((2, 2), (await CountAsync(first), await CountAsync(second)));
        var corrected = (await world.MailsAboutAsync(first, About))[^1];
        Assert.StartsWith("This takes the place of what we wrote you before about prices to come.", corrected, StringComparison.Ordinal);
        Assert.Contains("- KernelCare: 3.00 instead of 2.95", corrected, StringComparison.Ordinal);

        await AnnounceAsync(null);
        var third = await world.ResellerAsync();
        await TellAsync();
        Assert.Equal((3, 3, 0), (await CountAsync(first), await CountAsync(second), await CountAsync(third)));
        Assert.Contains("Silver, don't change: those of this month go on.", (await world.MailsAboutAsync(second, About))[^1].ReplaceLineEndings(" "), StringComparison.Ordinal);

        async Task AnnounceAsync(string? monthly) => (await op.ChangePricesAsync("silver", "2027-01-01", ("KERNELCARE", monthly))).Worked("changePrices");

        async Task TellAsync()
        {
            await world.RunJobAsync<TellPrices>();
            await world.RunJobAsync<TellPrices>();
            await world.SettleAsync();
        }

        async Task<int> CountAsync(Api reseller) => (await world.MailsAboutAsync(reseller, About)).Count;
    }

    [Fact]
    public async Task Who_joins_is_told_what_is_still_to_come_and_what_has_begun_is_told_to_nobody()
    {
        await using var world = await World.StartAsync();
        var op = await world.OperatorAsync();
        (await op.ChangePricesAsync("silver", "2027-01-01", ("KERNELCARE", "3.10"))).Worked("changePrices");
        (await op.ChangePricesAsync("silver", "2027-03-01", ("KERNELCARE", "3.20"))).Worked("changePrices");
        world.Clock.SetUtcNow(new(2027, 1, 15, 12, 0, 0, TimeSpan.Zero));

        var reseller = await world.ResellerAsync();
        await world.RunJobAsync<TellPrices>();
        await world.SettleAsync();
        var letter = Assert.Single(await world.MailsAboutAsync(reseller, About));
        Assert.Contains("- KernelCare: 3.20 instead of 3.10", letter, StringComparison.Ordinal);
        Assert.DoesNotContain("January", letter, StringComparison.Ordinal);

        world.Clock.SetUtcNow(new(2027, 3, 1, 12, 0, 0, TimeSpan.Zero));
        var late = await world.ResellerAsync();
        await world.RunJobAsync<TellPrices>();
        await world.SettleAsync();
        Assert.Empty(await world.MailsAboutAsync(late, About));
    }

    private static async Task<int> EventsAsync(Api reseller) =>
        (await reseller.SendAsync("{ events(first: 100) { nodes { type } } }")).Worked().List("events.nodes").Count(one => one.GetProperty("type").GetString() == "PricesAnnounced");
}
