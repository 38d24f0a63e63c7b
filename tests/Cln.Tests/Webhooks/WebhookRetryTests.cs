using System.Globalization;
using System.Text.Json;
using Cln.Host.Data;
using Cln.Tests.Data;
using Cln.Tests.IpLicenses;
using Microsoft.AspNetCore.Http;

namespace Cln.Tests.Webhooks;

public sealed class WebhookRetryTests
{
    private static readonly TimeSpan[] pauses =
        [.. new[] { 5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400 }.Select(seconds => TimeSpan.FromSeconds(seconds))];

    [EveryDatabase]
    public async Task What_fails_is_tried_ten_times_over_three_days_under_one_id_and_can_be_replayed(DatabaseKind kind)
    {
        await using var world = await World.StartAsync(kind, settings: WebhookCalls.Settings);
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Status(500);
        var api = await world.ResellerAsync();
        var hook = await api.HookedAsync(receiver.Url);
        (await api.OnHookAsync("sendTestWebhook", hook)).Worked("sendTestWebhook");
        await world.SettleAsync();
        Assert.Single(receiver.All);

        for (var i = 0; i < pauses.Length; i++)
        {
            world.Clock.Advance(pauses[i] - TimeSpan.FromSeconds(1));
            await world.SettleAsync();
            Assert.Equal(i + 1, receiver.All.Count);
            world.Clock.Advance((pauses[i] / 10) + TimeSpan.FromSeconds(1));
            await world.SettleAsync();
            Assert.Equal(i + 2, receiver.All.Count);
        }

        var failed = Assert.Single(await api.DeliveriesAsync(hook));
        Assert.Equal(("FAILED", JsonValueKind.Null), (failed.Text("state"), failed.GetProperty("nextAttemptAt").ValueKind));
        var attempts = failed.GetProperty("attempts").EnumerateArray().ToList();
        Assert.Equal(Enumerable.Range(1, 10).Reverse(), attempts.Select(attempt => attempt.GetProperty("number").GetInt32()));
        Assert.Equal((500, "The endpoint answered 500.", "no: 500"), (attempts[0].GetProperty("status").GetInt32(), attempts[0].Text("error"), attempts[0].Text("response")));

        receiver.Answer = _ => Task.CompletedTask;
        (await api.OnHookAsync("replayWebhookDelivery", failed.Text("id")!)).Worked("replayWebhookDelivery");
        await world.SettleAsync();
        Assert.Equal("DELIVERED", Assert.Single(await api.DeliveriesAsync(hook)).Text("state"));
        Assert.Equal([failed.Text("messageId")], receiver.All.Select(received => received.Id).Distinct());
        Assert.Equal(10, receiver.All.Select(received => received.Headers["webhook-timestamp"]).Distinct().Count());
        Assert.Equal(JsonValueKind.Null, (await api.HookAsync(hook)).GetProperty("failingSince").ValueKind);
    }

    [Fact]
    public async Task Many_are_replayed_at_once_since_when_the_owner_says()
    {
        await using var world = await World.StartAsync(settings: WebhookCalls.Settings);
        await using var receiver = await WebhookReceiver.StartAsync();
        var api = await world.ResellerAsync();
        var hook = await api.HookedAsync(receiver.Url);
        for (var i = 0; i < 4; i++)
        {
            if (i == 2) world.Clock.Advance(TimeSpan.FromHours(1));
            (await api.OnHookAsync("sendTestWebhook", hook)).Worked("sendTestWebhook");
        }

        await world.SettleAsync();
        Assert.Equal(0, await ReplayAsync(""));
        Assert.Equal(2, await ReplayAsync(string.Create(CultureInfo.InvariantCulture, $", deliveredToo: true, since: \"{world.Clock.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ}\"")));
        Assert.Equal(2, await ReplayAsync(", deliveredToo: true"));
        await world.SettleAsync();
        Assert.Equal(8, receiver.All.Count);
        Assert.Equal([2, 2, 2, 2], receiver.All.GroupBy(received => received.Id).Select(same => same.Count()));

        async Task<int> ReplayAsync(string which) => (await api.OnHookAsync("replayWebhookDeliveries", hook, which, "count next", "webhookId")).Worked("replayWebhookDeliveries").Number("replayWebhookDeliveries.count");
    }

    [Fact]
    public async Task An_endpoint_says_how_long_to_wait_and_that_it_is_gone()
    {
        await using var world = await World.StartAsync(settings: WebhookCalls.Settings);
        await using var busy = await WebhookReceiver.StartAsync();
        await using var gone = await WebhookReceiver.StartAsync();
        busy.Answer = context =>
        {
            context.Response.Headers.RetryAfter = "3600";
            context.Response.StatusCode = 503;
            return context.Response.WriteAsync(new string('x', 5000));
        };
        gone.Status(410);
        var api = await world.ResellerAsync(login: "anna");
        var (waits, ends) = (await api.HookedAsync(busy.Url), await api.HookedAsync(gone.Url));
        foreach (var hook in (string[])[waits, ends]) (await api.OnHookAsync("sendTestWebhook", hook)).Worked("sendTestWebhook");
        await world.SettleAsync();

        var delivery = Assert.Single(await api.DeliveriesAsync(waits));
        Assert.Equal(world.Clock.GetUtcNow().AddHours(1), delivery.GetProperty("nextAttemptAt").GetDateTimeOffset());
        Assert.Equal(1024, delivery.GetProperty("attempts")[0].Text("response")!.Length);

        var disabled = await api.HookAsync(ends);
        Assert.Equal(("DISABLED", "GONE"), (disabled.Text("state"), disabled.Text("disabledBecause")));
        Assert.Equal("FAILED", Assert.Single(await api.DeliveriesAsync(ends)).Text("state"));
        Assert.Equal("WEBHOOK_DISABLED", (await api.OnHookAsync("sendTestWebhook", ends)).Code("sendTestWebhook"));
        Assert.Single(await world.MailsToAsync("anna@anna.example"), mail => mail.Contains("410 Gone", StringComparison.Ordinal));
    }

    [EveryDatabase]
    public async Task An_endpoint_that_only_fails_for_five_days_is_disabled_its_owner_told_once_and_it_can_catch_up(DatabaseKind kind)
    {
        await using var world = await World.StartAsync(kind, settings: WebhookCalls.Settings);
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Status(500);
        var api = await world.ResellerAsync(login: "anna");
        var hook = await api.HookedAsync(receiver.Url);
        for (var day = 0; day < 5; day++)
        {
            for (var i = 0; i < 2; i++) (await api.OnHookAsync("sendTestWebhook", hook)).Worked("sendTestWebhook");
            await world.SettleAsync();
            Assert.Equal("ENABLED", (await api.HookAsync(hook)).Text("state"));
            world.Clock.Advance(TimeSpan.FromDays(1));
        }

        await world.SettleAsync();
        var disabled = await api.HookAsync(hook);
        Assert.Equal(("DISABLED", "FAILING"), (disabled.Text("state"), disabled.Text("disabledBecause")));
        Assert.Single(await world.MailsToAsync("anna@anna.example"), mail => mail.Contains(receiver.Url, StringComparison.Ordinal));

        var before = receiver.All.Count;
        await api.LicensedAsync("198.51.100.1");
        world.Clock.Advance(TimeSpan.FromDays(1));
        await world.SettleAsync();
        Assert.Equal(before, receiver.All.Count);

        receiver.Answer = _ => Task.CompletedTask;
        (await api.OnHookAsync("enableWebhook", hook, ", catchUp: true")).Worked("enableWebhook");
        await world.SettleAsync();
        Assert.Contains("IpLicenseAdded", receiver.Types);
        Assert.DoesNotContain(await api.DeliveriesAsync(hook), delivery => delivery.Text("state") == "PENDING");

        (await api.OnHookAsync("disableWebhook", hook)).Worked("disableWebhook");
        await api.LicensedAsync("198.51.100.2");
        (await api.OnHookAsync("enableWebhook", hook)).Worked("enableWebhook");
        before = receiver.All.Count;
        await world.SettleAsync();
        Assert.Equal(before, receiver.All.Count);
    }

    [Fact]
    public async Task An_endpoint_that_does_not_answer_keeps_no_other_one_waiting()
    {
        await using var world = await World.StartAsync(settings: WebhookCalls.Settings);
        await using var silent = await WebhookReceiver.StartAsync();
        await using var living = await WebhookReceiver.StartAsync();
        var end = new TaskCompletionSource();
        silent.Answer = _ => end.Task;
        var api = await world.ResellerAsync();
        var hangs = await api.HookedAsync(silent.Url);
        var works = await api.HookedAsync(living.Url);
        for (var i = 0; i < 20; i++)
        {
            (await api.OnHookAsync("sendTestWebhook", hangs)).Worked("sendTestWebhook");
            (await api.OnHookAsync("sendTestWebhook", works)).Worked("sendTestWebhook");
        }

        var settling = world.SettleAsync();
        await living.AtLeastAsync(20);
        await silent.AtLeastAsync(4);
        Assert.Equal((4, false), (silent.All.Count, settling.IsCompleted));
        end.SetResult();
        await settling;
        Assert.Equal(20, silent.All.Count);
    }
}
