using Cln.Data;
using Cln.Host.Data;
using Cln.Host.Events;
using Cln.Tests.Billing;
using Cln.Tests.Data;
using Cln.Tests.IpLicenses;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;

namespace Cln.Tests.Events;

public sealed class TrimEventsTests
{
    [EveryDatabase]
    public async Task Old_events_are_taken_out_and_a_cursor_before_that_is_told_so(DatabaseKind kind)
    {
        await using var world = await World.StartAsync(kind, settings: ("Events:KeepDays", "7"));
        var api = await world.ResellerAsync();
        var cursors = (await api.SendAsync("{ events(first: 100) { nodes { cursor } } }")).Worked().List("events.nodes").Select(node => node.GetProperty("cursor").GetString()!).ToList();
        await world.SettleAsync();
        world.Clock.Advance(TimeSpan.FromDays(8));
        await api.LicensedAsync("198.51.100.1");

        await world.RunJobAsync<TrimEvents>();
        await world.RunJobAsync<TrimEvents>();

        Assert.Equal(["CURSOR_EXPIRED"], (await api.SendAsync("query($after: String) { events(after: $after) { totalCount } }", new { after = cursors[^2] })).Codes);
        var kept = (await api.SendAsync("query($after: String) { events(first: 100, after: $after) { nodes { type } } }", new { after = cursors[^1] })).Worked().List("events.nodes").Select(node => node.GetProperty("type").GetString());
        Assert.Contains("IpLicenseAdded", kept);
        Assert.Equal(kept, (await api.SendAsync("{ events(first: 100) { nodes { type } } }")).Worked().List("events.nodes").Select(node => node.GetProperty("type").GetString()));

        await using var late = await api.SubscribeAsync($"subscription {{ events(after: \"{cursors[^1]}\") {{ type }} }}");
        Assert.NotEmpty(await late.AtLeastAsync(1));
    }

    [Fact]
    public async Task An_event_that_a_handler_still_has_to_be_told_of_stays_and_all_after_it()
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync();
        await world.SettleAsync();
        var waiting = await world.InUnitAsync(async (ClnDbContext db) =>
        {
            var delivery = await db.EventDeliveries.Include(d => d.Event).OrderBy(d => d.Id).FirstAsync();
            (delivery.DoneAt, delivery.NextAttemptAt) = (null, world.Clock.GetUtcNow().AddYears(1));
            return delivery.Event.Sequence;
        });
        world.Clock.Advance(TimeSpan.FromDays(91));

        await world.RunJobAsync<TrimEvents>();

        Assert.Equal(waiting, await world.InUnitAsync((ClnDbContext db) => db.Events.MinAsync(row => row.Sequence)));
        Assert.Equal("1000.00", await BillingWorld.BalanceAsync(api));
    }

    [Theory]
    [InlineData(null, 90)]
    [InlineData("7", 7)]
    public void The_log_keeps_events_for_as_long_as_is_set(string? text, int days) => Assert.Equal(days, EventRetention.Read(Settings(text)).Days);

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("a week")]
    public void A_number_of_days_that_is_none_stops_the_start(string text) => Assert.Contains("Events:KeepDays", Assert.Throws<Cln.Host.WrongSetting>(() => EventRetention.Read(Settings(text))).Message, StringComparison.Ordinal);

    private static IConfiguration Settings(string? text) => new ConfigurationBuilder().AddInMemoryCollection([new("Events:KeepDays", text)]).Build();
}
