using Cln.Data;
using Cln.Events;
using Cln.Host.Data;
using Cln.Host.Webhooks;
using Cln.Tests.Billing;
using Cln.Tests.Data;
using Cln.Tests.Durability;
using Cln.Tests.Faults;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Tests.Webhooks;

public sealed class WebhookRaceTests
{
    private const int Count = 120;

    [PostgresFact]
    public async Task Two_hosts_send_each_delivery_once()
    {
        await using var world = await World.StartAsync(DatabaseKind.Postgres, settings: WebhookCalls.Settings);
        await using var other = await world.BesideAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        var api = await world.ResellerAsync();
        var hook = await api.HookedAsync(receiver.Url, "subscription { events { cursor } }", "ServerUnregistered");
        var reseller = await api.NumberAsync();
        await world.InUnitAsync((ClnDbContext db) =>
        {
            for (var i = 0; i < Count; i++)
            {
                var number = i;
                db.Tell(() => new ServerUnregistered(reseller, 1, $"web{number}.shop.example"));
            }

            return Task.FromResult(true);
        });

        await Task.WhenAll(world.SettleAsync(), other.SettleAsync(), world.SettleAsync(), other.SettleAsync());
        await world.SettleAsync();

        Assert.Equal(Count, receiver.All.Count);
        Assert.Equal(Count, receiver.All.Select(received => received.Id).Distinct().Count());
        Assert.Equal(Count, receiver.All.Select(received => received.Json.GetProperty("data").GetProperty("events").Text("cursor")).Distinct().Count());
        Assert.Equal(Count, (await api.HookAsync(hook)).GetProperty("deliveries").GetProperty("totalCount").GetInt32());
    }

    [Fact]
    public async Task A_host_that_is_stopped_while_it_sends_waits_for_the_answer_and_notes_it()
    {
        await using var world = await World.StartAsync(settings: WebhookCalls.Settings);
        await using var receiver = await WebhookReceiver.StartAsync();
        var answer = new TaskCompletionSource();
        receiver.Answer = _ => answer.Task;
        var api = await world.ResellerAsync();
        var hook = await api.HookedAsync(receiver.Url, events: "InvoiceIssued");
        var sender = world.Services.GetRequiredService<WebhookSender>();
        await sender.StartAsync(CancellationToken.None);
        (await api.OnHookAsync("sendTestWebhook", hook)).Worked("sendTestWebhook");
        await receiver.AtLeastAsync(1);

        var stopping = sender.StopAsync(CancellationToken.None);
        Assert.False(stopping.IsCompleted);
        answer.SetResult();
        await stopping;
        Assert.Equal("DELIVERED", Assert.Single(await api.DeliveriesAsync(hook)).Text("state"));
    }

    [Fact]
    public async Task A_host_that_dies_between_the_answer_and_its_note_leaves_a_delivery_that_is_sent_again_with_the_same_id()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var folder = TestFolder.Create();
        var now = TimeProvider.System.GetUtcNow();
        string hook;
        await using (var dies = await HostProcess.StartAsync(folder, now, [.. WebhookCalls.Settings, ("CRASH_AT", "C30")]))
        {
            var api = await dies.SignInAsync();
            hook = await api.HookedAsync(receiver.Url, events: "InvoiceIssued");
            (await api.OnHookAsync("sendTestWebhook", hook)).Worked("sendTestWebhook");
            await dies.EndedAsync(TimeSpan.FromMinutes(2));
        }

        Assert.Single(receiver.All);
        await using var lives = await HostProcess.StartAsync(folder, now.AddMinutes(10), WebhookCalls.Settings);
        await receiver.AtLeastAsync(2);
        Assert.Single(receiver.All.Select(received => received.Id).Distinct());

        var again = await lives.SignInAsync();
        while (Assert.Single(await again.DeliveriesAsync(hook)) is var delivery && delivery.Text("state") != "DELIVERED") await Task.Delay(100);
        Assert.Equal([2], Assert.Single(await again.DeliveriesAsync(hook)).GetProperty("attempts").EnumerateArray().Select(attempt => attempt.GetProperty("number").GetInt32()));
    }
}
