using Cln.Tests.Billing;
using Cln.Tests.IpLicenses;

namespace Cln.Tests.Webhooks;

/// <summary>A webhook never tells more than its owner may read at that moment.</summary>
public sealed class WebhookRightsTests
{
    private const string Invoices = "subscription { invoiceIssued { total } }";

    [Fact]
    public async Task A_webhook_ends_with_the_user_who_made_it()
    {
        await using var world = await World.StartAsync(settings: WebhookCalls.Settings);
        await using var receiver = await WebhookReceiver.StartAsync();
        var admin = await world.ResellerAsync(login: "anna");
        var (carl, id) = await JoinAsync(world, admin);
        var hook = await carl.HookedAsync(receiver.Url);
        (await admin.SendAsync("mutation($id: ID!) { removeUser(input: { id: $id }) { errors { ... on Error { code } } } }", new { id })).Worked("removeUser");
        await admin.LicensedAsync("198.51.100.1");
        await world.SettleAsync();

        Assert.Empty(receiver.All);
        Assert.Equal("OWNER_GONE", (await admin.HookAsync(hook)).Text("disabledBecause"));
        Assert.Single(await world.MailsToAsync("anna@anna.example"), mail => mail.Contains("takes it over", StringComparison.Ordinal));

        (await admin.OnHookAsync("enableWebhook", hook)).Worked("enableWebhook");
        await admin.LicensedAsync("198.51.100.2");
        await world.SettleAsync();
        Assert.Contains("IpLicenseAdded", receiver.Types);
    }

    [Fact]
    public async Task A_webhook_ends_with_the_API_token_that_made_it()
    {
        await using var world = await World.StartAsync(settings: WebhookCalls.Settings);
        await using var receiver = await WebhookReceiver.StartAsync();
        var admin = await world.ResellerAsync();
        var (token, program) = await ProgramAsync(world, admin, Scopes.WebhooksWrite, Scopes.ResellerRead);
        var hook = await program.HookedAsync(receiver.Url);
        (await admin.SendAsync("mutation($id: ID!) { revokeApiToken(input: { id: $id }) { errors { ... on Error { code } } } }", new { id = token })).Worked("revokeApiToken");
        await admin.LicensedAsync("198.51.100.1");
        await world.SettleAsync();
        Assert.Empty(receiver.All);
        Assert.Equal("OWNER_GONE", (await admin.HookAsync(hook)).Text("disabledBecause"));
    }

    [Fact]
    public async Task Who_loses_a_right_has_a_webhook_that_loses_it_too()
    {
        await using var world = await World.StartAsync(settings: WebhookCalls.Settings);
        await using var receiver = await WebhookReceiver.StartAsync();
        var admin = await world.ResellerAsync();
        var (carl, id) = await JoinAsync(world, admin);
        var hook = await carl.HookedAsync(receiver.Url, Invoices);
        (await admin.TopUpAsync("25.00")).Worked("topUp");
        await world.SettleAsync();
        Assert.Equal("25.00", receiver.All.Single().Json.GetProperty("data").GetProperty("invoiceIssued").Text("total"));

        (await admin.SendAsync("mutation($id: ID!) { setUserRole(input: { id: $id, role: SERVERS }) { errors { ... on Error { code } } } }", new { id })).Worked("setUserRole");
        (await admin.TopUpAsync("30.00")).Worked("topUp");
        await world.SettleAsync();
        Assert.Single(receiver.All);
        var disabled = await admin.HookAsync(hook);
        Assert.Equal("DOCUMENT_REFUSED", disabled.Text("disabledBecause"));
        Assert.Contains("FORBIDDEN", (await admin.DeliveriesAsync(hook)).SelectMany(delivery => delivery.GetProperty("attempts").EnumerateArray()).First(attempt => attempt.Text("error") is not null).Text("error"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_has_few_rights_gains_none_by_a_webhook_of_somebody_who_has_many()
    {
        await using var world = await World.StartAsync(settings: WebhookCalls.Settings);
        await using var receiver = await WebhookReceiver.StartAsync();
        var admin = await world.ResellerAsync();
        var hook = await admin.HookedAsync(receiver.Url, Invoices);
        var (_, program) = await ProgramAsync(world, admin, Scopes.WebhooksWrite, Scopes.LicensesRead);

        Assert.Equal("WEBHOOK_DOCUMENT_REFUSED", (await program.OnHookAsync("updateWebhook", hook, ", url: \"https://elsewhere.example/\"")).Code("updateWebhook"));
        Assert.Equal("WEBHOOK_DOCUMENT_REFUSED", (await program.OnHookAsync("updateWebhook", hook, ", allEvents: true")).Code("updateWebhook"));
        (await program.OnHookAsync("updateWebhook", hook, ", document: \"subscription { ipLicensesChanged { ip } }\"", "webhook { rights }")).Worked("updateWebhook");
        (await admin.TopUpAsync("25.00")).Worked("topUp");
        await admin.LicensedAsync("198.51.100.1");
        await world.SettleAsync();
        Assert.Equal("198.51.100.1", receiver.All.Single().Json.GetProperty("data").GetProperty("ipLicensesChanged").Text("ip"));

        var blind = (await ProgramAsync(world, admin, Scopes.ResellerRead)).Program;
        Assert.Equal(["FORBIDDEN"], (await blind.SendAsync("{ webhooks(first: 1) { nodes { url } } }")).Codes);
    }

    [Fact]
    public async Task Nothing_of_one_reseller_reaches_another()
    {
        await using var world = await World.StartAsync(settings: WebhookCalls.Settings);
        await using var receiver = await WebhookReceiver.StartAsync();
        var (mine, theirs) = (await world.ResellerAsync(), await world.ResellerAsync());
        var hook = await mine.HookedAsync(receiver.Url, "subscription { events { type subject { id ... on IpLicense { ip } } } }", "IpLicenseAdded");
        await theirs.LicensedAsync("198.51.100.1");
        await mine.LicensedAsync("198.51.100.2");
        await theirs.LicensedAsync("198.51.100.3");
        await world.SettleAsync();
        Assert.Equal("198.51.100.2", receiver.All.Single().Json.GetProperty("data").GetProperty("events").GetProperty("subject").Text("ip"));
        Assert.Equal("NOT_FOUND", (await theirs.OnHookAsync("sendTestWebhook", hook)).Code("sendTestWebhook"));
        Assert.Equal(0, (await theirs.SendAsync("{ webhooks(first: 1) { totalCount } webhookDeliveries(first: 1) { totalCount } }")).Worked().Number("webhookDeliveries.totalCount"));
    }

    [Fact]
    public async Task A_document_is_held_against_the_limits_and_rules_of_the_API_before_it_is_kept()
    {
        await using var world = await World.StartAsync(settings: WebhookCalls.Settings);
        var api = await world.ResellerAsync();
        foreach (var (document, cause) in new[]
        {
            ("{ balance { amount } }", "NO_SUBSCRIPTION"), ("subscription A { events { type } } subscription B { events { at } }", "NO_SUBSCRIPTION"), ("fragment A on Event { type }", "NO_SUBSCRIPTION"),
            ("subscription($a: String) { events(after: $a) { type } }", "NO_SUBSCRIPTION"), ("subscription { events { type }", "SYNTAX_ERROR"), ("subscription { events { kind } }", "FIELDS_ON_CORRECT_TYPE"),
            ("subscription { events { type } balanceChanged { amount } }", "TOO_MANY_ROOT_FIELDS"),
            ("subscription { events { subject { ... on Invoice { lines { title } } ... on ServerAccount { keys(first: 100) { nodes { servers(first: 100) { nodes { ip } } } } } } } }", "DOCUMENT_TOO_COSTLY"),
        })
        {
            var answer = await api.CreateHookAsync("https://hooks.shop.example/", document);
            Assert.True(answer.Code("createWebhook") == "WEBHOOK_DOCUMENT_REFUSED", $"{document}: {answer.Json}");
            Assert.Equal((document, cause), (document, answer.Text("createWebhook.errors.0.cause")));
        }

        Assert.Equal("INVALID_INPUT", (await api.CreateHookAsync("https://hooks.shop.example/", events: ["IpLicenseStolen"])).Code("createWebhook"));
        Assert.Equal("INVALID_INPUT", (await api.CreateHookAsync("https://hooks.shop.example/", events: [])).Code("createWebhook"));
        for (var i = 0; i < 10; i++) await api.HookedAsync("https://hooks.shop.example/");
        Assert.Equal("TOO_MANY_WEBHOOKS", (await api.CreateHookAsync("https://hooks.shop.example/")).Code("createWebhook"));
    }

    private static async Task<(Api Carl, string Id)> JoinAsync(World world, Api admin)
    {
        var id = (await admin.SendAsync("mutation { inviteUser(input: { login: \"carl\", email: \"carl@acme.example\", role: ADMIN }) { user { id } errors { ... on Error { code } } } }")).Worked("inviteUser").Text("inviteUser.user.id");
        var token = await world.MailedTokenAsync("carl@acme.example", "/reset-password?token=");
        (await world.Anonymous().SendAsync("mutation($token: String!) { resetPassword(input: { token: $token, password: \"blue horse battery\" }) { viewer { login } errors { ... on Error { code } } } }", new { token })).Worked("resetPassword");
        return (await world.SignInAsync("carl", "blue horse battery"), id);
    }

    private static async Task<(string Token, Api Program)> ProgramAsync(World world, Api admin, params string[] scopes)
    {
        var made = (await admin.SendAsync("mutation($scopes: [String!]!) { createApiToken(input: { name: \"hooks\", scopes: $scopes }) { apiToken { id } secret errors { ... on Error { message } } } }", new { scopes })).Worked("createApiToken");
        return (made.Text("createApiToken.apiToken.id"), world.With(made.Text("createApiToken.secret")));
    }
}
