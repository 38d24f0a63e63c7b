using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Cln.Data;
using Cln.Host.Data;
using Cln.Tests.Billing;
using Cln.Tests.Data;
using Cln.Tests.IpLicenses;
using Cln.Tests.Servers;
using Cln.Tests.Transport;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Primitives;

namespace Cln.Tests.Webhooks;

public sealed class WebhookTests
{
    private const string Licences = "subscription { ipLicensesChanged { kind ip type { code } ipLicense { monthlyPrice } } }";

    [EveryDatabase(NeedsNode = true)]
    public async Task What_happens_is_posted_once_in_order_and_signed_so_that_anybody_can_verify_it(DatabaseKind kind)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var world = await World.StartAsync(kind, TimeProvider.System.GetUtcNow(), WebhookCalls.Settings);
        var api = await world.ResellerAsync();
        await api.LicensedAsync("198.51.100.1");
        var made = (await api.CreateHookAsync(receiver.Url)).Worked("createWebhook");
        var hook = made.Text("createWebhook.webhook.id");

        var licence = await api.LicensedAsync("198.51.100.2");
        (await api.TopUpAsync("25.00")).Worked("topUp");
        await world.SettleAsync();

        var log = (await api.SendAsync("{ events(first: 100) { nodes { type at subject { id } } } }")).Worked().List("events.nodes");
        var since = log.Skip(log.ToList().FindLastIndex(row => row.Text("type") == "IpLicenseAdded")).ToList();
        since = since.Prepend(log[log.ToList().FindLastIndex(row => row.Text("type") == "IpLicenseAdded") - 1]).ToList();
        Assert.Equal(since.Select(row => row.Text("type")).Order(), receiver.Types.Order());
        Assert.Equal(receiver.All.Count, receiver.All.Select(received => received.Id).Distinct().Count());
        var added = receiver.All.Single(received => received.Json.Text("type") == "IpLicenseAdded");
        Assert.Equal(("POST", "application/json"), (added.Method, added.Headers["content-type"]));
        Assert.Equal(licence, added.Json.GetProperty("data").GetProperty("events").GetProperty("subject").Text("id"));
        Assert.Equal(since.Single(row => row.Text("type") == "IpLicenseAdded").GetProperty("at").GetDateTimeOffset(), added.Json.GetProperty("timestamp").GetDateTimeOffset());
        Assert.DoesNotContain("traceparent", added.Headers.Keys);

        // By the secret and the key from before the rotation, and by those from after it.
        var rotated = (await api.OnHookAsync("rotateWebhookSecret", hook, select: "secret webhook { publicKey oldSecretEndsAt }")).Worked("rotateWebhookSecret");
        (await api.OnHookAsync("sendTestWebhook", hook)).Worked("sendTestWebhook");
        await world.SettleAsync();
        var test = receiver.All.Last();
        Assert.Equal("""{"test":true}""", test.Json.GetProperty("data").GetRawText());
        Assert.All(receiver.All, received => Assert.True(IsOurs(made.Text("createWebhook.secret"), new HeaderDictionary(received.Headers.ToDictionary(header => header.Key, header => new StringValues(header.Value))), received.Body)));
        Assert.False(IsOurs(made.Text("createWebhook.secret"), new HeaderDictionary(test.Headers.ToDictionary(header => header.Key, header => new StringValues(header.Value))), added.Body));
        await VerifiesAsync([made.Text("createWebhook.secret")], [made.Text("createWebhook.webhook.publicKey")], receiver.All);
        await VerifiesAsync(
            [made.Text("createWebhook.secret"), rotated.Text("rotateWebhookSecret.secret")], [made.Text("createWebhook.webhook.publicKey"), rotated.Text("rotateWebhookSecret.webhook.publicKey")], [test]);

        Assert.Equal((4, 2), (test.Headers["webhook-signature"].Split(' ').Length, added.Headers["webhook-signature"].Split(' ').Length));
        world.Clock.Advance(TimeSpan.FromHours(25));
        (await api.OnHookAsync("sendTestWebhook", hook)).Worked("sendTestWebhook");
        await world.SettleAsync();
        Assert.Equal(2, receiver.All.Last().Headers["webhook-signature"].Split(' ').Length);
    }

    [Fact]
    public async Task A_webhook_sends_what_its_subscription_tells_of_the_event_and_nothing_of_other_events()
    {
        await using var world = await World.StartAsync(settings: WebhookCalls.Settings);
        await using var licences = await WebhookReceiver.StartAsync();
        await using var balance = await WebhookReceiver.StartAsync();
        var api = await world.ResellerAsync();
        var hook = await api.HookedAsync(licences.Url, Licences);
        await api.HookedAsync(balance.Url, "subscription { now: balanceChanged { version amount } }");

        var licence = await api.LicensedAsync("198.51.100.1");
        await api.LicensedAsync("198.51.100.2");
        (await api.RemoveLicensesAsync(licence)).Worked("removeIpLicenses");
        await world.SettleAsync();

        Assert.Equal(
            ["ADDED 198.51.100.1 KERNELCARE", "ADDED 198.51.100.2 KERNELCARE", "REMOVED 198.51.100.1 KERNELCARE"],
            licences.All.Select(received => received.Json.GetProperty("data").GetProperty("ipLicensesChanged")).Select(change => $"{change.Text("kind")} {change.Text("ip")} {change.GetProperty("type").Text("code")}").Order());
        Assert.Equal(3, (await api.DeliveriesAsync(hook)).Count);

        // Each version that a posting has made, and not the one of the moment at which it is sent.
        var told = balance.All.Select(received => received.Json.GetProperty("data").GetProperty("now")).OrderBy(now => now.GetProperty("version").GetInt32()).ToList();
        var latest = (await api.SendAsync("{ balance { amount version } }")).Worked();
        Assert.Equal(Enumerable.Range(latest.Number("balance.version") - told.Count + 1, told.Count), told.Select(now => now.GetProperty("version").GetInt32()));
        Assert.True(told.Count >= 2);
        Assert.Equal(latest.Text("balance.amount"), told[^1].Text("amount"));
    }

    [Fact]
    public async Task What_happens_all_the_time_is_sent_to_whoever_names_it_and_what_is_named_alone_is_sent_alone()
    {
        await using var world = await World.StartAsync(settings: WebhookCalls.Settings);
        await using var all = await WebhookReceiver.StartAsync();
        await using var named = await WebhookReceiver.StartAsync();
        await using var several = await WebhookReceiver.StartAsync();
        var api = await world.ResellerAsync();
        await api.LicensedAsync("198.51.100.1");
        await api.LicensedAsync("198.51.100.1", "CLOUDLINUX_OS");
        var server = await world.RegisteredAsync("198.51.100.1", "web.shop.example");
        await api.HookedAsync(all.Url);
        var hook = await api.HookedAsync(named.Url, "subscription { serverCheckedIn { hostname } }", "ServerCheckedIn");
        await api.HookedAsync(several.Url, "subscription { ipLicensesChanged { kind type { code } } }", "ServerCheckedIn");

        Assert.Equal("OK", await world.VerdictAsync("198.51.100.1", server));
        await api.LicensedAsync("198.51.100.2");
        await world.SettleAsync();

        Assert.Equal(["ServerCheckedIn"], named.Types);
        Assert.Equal("web.example", named.All.Single().Json.GetProperty("data").GetProperty("serverCheckedIn").Text("hostname"));
        var seen = several.All.Single().Json;
        Assert.Equal(
            ["SEEN CLOUDLINUX_OS", "SEEN KERNELCARE"],
            seen.GetProperty("more").EnumerateArray().Prepend(seen.GetProperty("data")).Select(told => told.GetProperty("ipLicensesChanged")).Select(change => $"{change.Text("kind")} {change.GetProperty("type").Text("code")}").Order());
        Assert.Contains("IpLicenseAdded", all.Types);
        Assert.DoesNotContain("ServerCheckedIn", all.Types);
        var types = (await api.SendAsync("{ eventTypes { name description onlyByName } }")).Worked().List("eventTypes");
        Assert.Equal(["ServerCheckedIn"], types.Where(type => type.GetProperty("onlyByName").GetBoolean()).Select(type => type.Text("name")));
        Assert.All(types, type => Assert.NotNull(type.Text("description")));

        (await api.OnHookAsync("updateWebhook", hook, ", events: [\"IpLicenseAdded\"], document: \"subscription { events { type } }\"")).Worked("updateWebhook");
        await api.LicensedAsync("198.51.100.3");
        await world.SettleAsync();
        Assert.Equal(["ServerCheckedIn", "IpLicenseAdded"], named.Types);
        (await api.OnHookAsync("deleteWebhook", hook)).Worked("deleteWebhook");
        await api.LicensedAsync("198.51.100.4");
        await world.SettleAsync();
        Assert.Equal(2, named.All.Count);
    }

    [Fact]
    public async Task Old_deliveries_are_forgotten_with_their_tries_and_the_log_keeps_what_a_webhook_has_not_been_sent()
    {
        await using var world = await World.StartAsync(settings: [.. WebhookCalls.Settings, ("Events:KeepDays", "1")]);
        await using var receiver = await WebhookReceiver.StartAsync();
        var api = await world.ResellerAsync();
        var hook = await api.HookedAsync(receiver.Url);
        (await api.OnHookAsync("sendTestWebhook", hook)).Worked("sendTestWebhook");
        await world.SettleAsync();

        // No host has come to it yet.
        await api.LicensedAsync("198.51.100.1");
        world.Clock.Advance(TimeSpan.FromDays(29));
        await world.RunJobAsync<global::Cln.Host.Events.TrimEvents>();
        await world.RunJobAsync<global::Cln.Host.Webhooks.TrimWebhookDeliveries>();
        Assert.Single(await api.DeliveriesAsync(hook));
        await world.SettleAsync();
        Assert.Contains("IpLicenseAdded", receiver.Types);

        world.Clock.Advance(TimeSpan.FromDays(2));
        await world.RunJobAsync<global::Cln.Host.Webhooks.TrimWebhookDeliveries>();
        Assert.Empty(await api.DeliveriesAsync(hook));
        Assert.Equal(0, await world.InUnitAsync((ClnDbContext db) => db.Set<global::Cln.Host.Webhooks.WebhookAttempt>().CountAsync()));
    }

    // As docs/webhooks.md has it.
    private static bool IsOurs(string secret, IHeaderDictionary headers, byte[] body)
    {
        var timestamp = headers["webhook-timestamp"].ToString();
        if (!long.TryParse(timestamp, out var at) || Math.Abs(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - at) > 300) return false;
        byte[] content = [.. Encoding.UTF8.GetBytes($"{headers["webhook-id"]}.{timestamp}."), .. body];
        var expected = HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), content);
        return headers["webhook-signature"].ToString().Split(' ')
            .Any(signature => signature.StartsWith("v1,", StringComparison.Ordinal) && CryptographicOperations.FixedTimeEquals(Convert.FromBase64String(signature[3..]), expected));
    }

    private static async Task VerifiesAsync(string[] secrets, string[] publicKeys, IEnumerable<Received> deliveries)
    {
        var file = Path.Combine(TestFolder.Create(), "deliveries.json");
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new { secrets, publicKeys, deliveries = deliveries.Select(received => new { headers = received.Headers, body = Convert.ToBase64String(received.Body) }) }));
        await NodeClients.RunAsync("webhooks.js", file);
    }
}
