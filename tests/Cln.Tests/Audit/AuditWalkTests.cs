using System.Text.Json;
using Cln.Billing;
using Cln.Data;
using Cln.Tests.Access;
using Cln.Tests.Billing;
using Cln.Tests.Walks;
using GraphQL.Types;

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Tests.Audit;

public sealed class AuditWalkTests
{
    private const string Password = "correct horse battery";
    private const string Origin = "https://portal.example.com";

    [Fact]
    public async Task Every_mutation_leaves_exactly_one_entry_and_no_secret_in_it()
    {
        await using var world = await World.StartAsync(settings: [("Registration:ManualApproval", "true"), ("Access:Passkeys:Domain", "portal.example.com"), ("Access:Passkeys:Origins:0", Origin)]);
        var walk = new AuditWalk(world);
        var op = await world.OperatorAsync();
        var owner = await JoinAsync(world, walk, op);
        await LicenseAsync(world, walk, owner);
        await ServeAsync(world, walk, owner);
        await PayAsync(world, walk, owner, op);
        await LetInAsync(world, walk, owner);
        await TellAsync(walk, owner);
        await SecureAsync(world, walk, owner);
        await walk.DoAsync(op, "addLicenseType", """code: "NEW_TYPE", name: "New", product: "KernelCare" """);
        await walk.DoAsync(op, "changePrices", """tier: "silver", from: "2027-02-01", prices: [{ type: "KERNELCARE", monthly: "2.00" }], reason: "Cheaper" """);
        await walk.DoAsync(op, "updateTier", """tier: "silver", name: "Silver", deposit: "1200.00" """);
        await walk.DoAsync(op, "publishAgreement", """paragraphs: ["Terms"]""");
        await walk.DoAsync(op, "runJob", "name: \"TrimApiUses\"");

        var all = world.Services.GetRequiredService<ISchema>().Mutation!.Fields.Select(field => field.Name);
        Assert.Equal(["checkIn", "startPasskeySignIn"], all.Except(walk.Called).Order(StringComparer.Ordinal));
        Assert.True(walk.Secrets.Count > 10, string.Join(", ", walk.Secrets));
        var log = await world.DumpAsync(row => row is Host.Audit.AuditEntry);
        Assert.All(walk.Secrets, secret => Assert.DoesNotContain(secret, log, StringComparison.OrdinalIgnoreCase));
    }

    private static async Task<Api> JoinAsync(World world, AuditWalk walk, Api op)
    {
        var nobody = world.Anonymous();
        var token = walk.Secret((await walk.DoAsync(nobody, "startRegistration", "tier: \"silver\"", "registration { token }")).Text("startRegistration.registration.token"));
        await walk.DoAsync(nobody, "chooseDeposit", $"token: {token}, tier: \"gold\"");
        await walk.DoAsync(nobody, "acceptAgreement", $"token: {token}, version: 1");
        await walk.DoAsync(
            nobody, "startRegistrationPaymentMethod",
            $$"""token: {{token}}, firstName: "Ann", lastName: "Ott", company: "Ann Hosting", country: "DE", email: "ann@ann.example", gateway: "sandbox", returnUrl: "https://a.example/", cancelUrl: "https://a.example/" """,
            refused: "PAYMENT_METHOD_REFUSED", changed: true);
        await walk.DoAsync(
            nobody, "submitRegistrationPayment",
            $$"""token: {{token}}, firstName: "Ann", lastName: "Ott", company: "Ann Hosting", country: "DE", email: "ann@ann.example", autopayment: { type: NONE }, paymentMethod: { gateway: "sandbox", token: {{walk.Secret("pm_card_visa")}} }, idempotencyKey: "{{World.Key()}}" """);
        await walk.DoAsync(nobody, "completeRegistration", $"token: {token}, login: \"ann\", password: {walk.Secret(Password)}, billingEmail: \"ann@ann.example\", street: \"Main Street 1\", city: \"Berlin\"");
        world.Clock.Advance(TimeSpan.FromMinutes(5));
        await walk.DoAsync(nobody, "resendActivation", $"token: {token}");
        await walk.DoAsync(nobody, "activateAccount", $"token: {walk.Secret(await world.MailedTokenAsync("ann@ann.example", "/activate?token="))}");
        await walk.DoAsync(op, "approveReseller", $"resellerId: \"{PaymentWorld.Id<Reseller>(1)}\"");
        await world.SettleAsync();
        return world.With((await walk.DoAsync(nobody, "signIn", $"login: \"ann\", password: {walk.Secret(Password)}", "session { token }")).Text("signIn.session.token"));
    }

    private static async Task LicenseAsync(World world, AuditWalk walk, Api owner)
    {
        var license = (await walk.DoAsync(owner, "addIpLicense", $"ip: \"198.51.100.1\", type: \"IMUNIFY360_SINGLE\", idempotencyKey: \"{World.Key()}\"", "ipLicense { id }")).Text("addIpLicense.ipLicense.id");
        await walk.DoAsync(owner, "addIpLicenses", """licenses: [{ ip: "198.51.100.2", type: "KERNELCARE" }, { ip: "198.51.100.3", type: "KERNELCARE" }]""");
        await walk.DoAsync(owner, "convertIpLicense", $"id: \"{license}\", type: \"IMUNIFY360_30\"");
        var backup = (await walk.DoAsync(owner, "activateBackup", $"ipLicenseId: \"{license}\", sizeGb: 10, dataCenter: \"EU1\"", "backup { id }")).Text("activateBackup.backup.id");
        await walk.DoAsync(owner, "resizeBackup", $"id: \"{backup}\", sizeGb: 20");
        await walk.DoAsync(owner, "deactivateBackup", $"id: \"{backup}\"");
        await walk.DoAsync(owner, "setSuspensionOrder", """keys: ["ip/198.51.100.2/KERNELCARE"]""");
        await walk.DoAsync(world.At("198.51.100.1"), "registerServer", "hostname: \"web.ann.example\"", "secret");
        await walk.DoAsync(owner, "removeIpLicenses", $"ids: [\"{license}\"]");
    }

    private static async Task ServeAsync(World world, AuditWalk walk, Api owner)
    {
        var account = (await walk.DoAsync(owner, "addServerAccount", """login: "shop", firstName: "A", lastName: "B", company: "C", email: "a@b.example", limit: 1""", "serverAccount { id }")).Text("addServerAccount.serverAccount.id");
        await walk.DoAsync(owner, "updateServerAccount", $"id: \"{account}\", limit: 2");
        var key = await walk.DoAsync(owner, "createKey", $"serverAccountId: \"{account}\"", "key { id token }");
        await walk.DoAsync(world.At("198.51.100.7"), "registerServer", $"hostname: \"shop.ann.example\", key: {walk.Secret(key.Text("createKey.key.token"))}", "secret");
        await walk.DoAsync(owner, "removeKey", $"id: \"{key.Text("createKey.key.id")}\"");
        await walk.DoAsync(owner, "removeServerAccount", $"id: \"{account}\"");
    }

    private static async Task PayAsync(World world, AuditWalk walk, Api owner, Api op)
    {
        var card = (await walk.DoAsync(owner, "addPaymentMethod", $"gateway: \"sandbox\", token: {walk.Secret("pm_card_mastercard")}", "paymentMethod { id }")).Text("addPaymentMethod.paymentMethod.id");
        await walk.DoAsync(owner, "setCurrentPaymentMethod", $"id: \"{card}\"");
        var cards = (await owner.SendAsync("{ paymentMethods { id } }")).Worked().List("paymentMethods").Select(method => $"\"{method.GetProperty("id").GetString()}\"");
        await walk.DoAsync(owner, "setPaymentMethodOrder", $"ids: [{string.Join(", ", cards)}]");
        await walk.DoAsync(owner, "startPaymentMethod", "gateway: \"sandbox\", returnUrl: \"https://a.example/\", cancelUrl: \"https://a.example/\"", refused: "PAYMENT_METHOD_REFUSED");
        await walk.DoAsync(owner, "saveAutopayment", "type: AUTO_REPAY");
        var paid = (await walk.DoAsync(owner, "topUp", $"amount: \"50.00\", idempotencyKey: \"{World.Key()}\"", "payment { id }")).Text("topUp.payment.id");
        var begun = (await walk.DoAsync(owner, "startPayPalTopUp", $"amount: \"20.00\", returnUrl: \"https://a.example/\", cancelUrl: \"https://a.example/\", idempotencyKey: \"{World.Key()}\"", "payment { id } approvalUrl")).Text("startPayPalTopUp.payment.id");
        var order = await world.InUnitAsync((ClnDbContext db) => db.Payments.Where(payment => payment.ReturnUrl != null).Select(payment => payment.GatewayId).SingleAsync());
        await walk.DoAsync(owner, "confirmPayPalTopUp", $"orderId: \"{order}\"");
        await walk.DoAsync(owner, "resumePayment", $"id: \"{begun}\"", "approvalUrl clientSecret");
        await walk.DoAsync(owner, "cancelPayment", $"id: \"{begun}\"");
        await walk.DoAsync(op, "refundPayment", $"paymentId: \"{paid}\", amount: \"5.00\", reason: \"Too much\", idempotencyKey: \"{World.Key()}\"");
        await walk.DoAsync(op, "resolvePayment", $"paymentId: \"{paid}\", resolution: LOOK_AGAIN, reason: \"Looked at it\", idempotencyKey: \"{World.Key()}\"");
        await walk.DoAsync(op, "adjustBalance", $"resellerId: \"{PaymentWorld.Id<Reseller>(1)}\", amount: \"1.00\", reason: \"Promised\", idempotencyKey: \"{World.Key()}\"");
        await walk.DoAsync(owner, "removePaymentMethod", $"id: \"{card}\"");
    }

    private static async Task SecureAsync(World world, AuditWalk walk, Api owner)
    {
        var password = walk.Secret(Password);
        var other = (await walk.DoAsync(world.Anonymous(), "signIn", $"login: \"ann\", password: {password}", "session { token }")).Text("signIn.session.token");
        var sessions = (await world.With(other).SendAsync("{ me { sessions(first: 5) { nodes { id current } } } }")).Worked().List("me.sessions.nodes");
        await walk.DoAsync(owner, "revokeSession", $"id: \"{sessions.Single(session => session.GetProperty("current").GetBoolean()).GetProperty("id").GetString()}\"");
        await walk.DoAsync(owner, "revokeOtherSessions", input: null, "viewer { login }");
        await walk.DoAsync(owner, "changePassword", $"currentPassword: {password}, newPassword: {walk.Secret("a better horse battery")}");
        await walk.DoAsync(owner, "changePassword", $"currentPassword: {walk.Secret("a better horse battery")}, newPassword: {password}");
        await SecondFactorAsync(world, walk, owner, password);
        await PasskeyAsync(world, walk, owner, password);
    }

    private static async Task SecondFactorAsync(World world, AuditWalk walk, Api owner, string password)
    {
        var secret = SignInCalls.Decode((await walk.DoAsync(owner, "startTwoFactor", $"password: {password}", "secret")).Text("startTwoFactor.secret"));
        var codes = await walk.DoAsync(owner, "confirmTwoFactor", $"code: \"{world.CodeOf(secret)}\"", "recoveryCodes");
        foreach (var code in codes.List("confirmTwoFactor.recoveryCodes")) walk.Secret(code.GetString()!);
        await walk.DoAsync(owner, "renewRecoveryCodes", $"password: {password}", "recoveryCodes");
        await walk.DoAsync(owner, "requireTwoFactor", "required: true");
        await walk.DoAsync(owner, "requireTwoFactor", "required: false");
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        await walk.DoAsync(owner, "disableTwoFactor", $"password: {password}, code: \"{world.CodeOf(secret)}\"");
    }

    private static async Task PasskeyAsync(World world, AuditWalk walk, Api owner, string password)
    {
        using var laptop = new SoftwareAuthenticator(Origin);
        var started = await walk.DoAsync(owner, "startPasskey", $"password: {password}", "options state");
        var credential = JsonSerializer.Serialize(laptop.Create(started.Text("startPasskey.options")));
        var passkey = (await walk.DoAsync(owner, "addPasskey", $"state: \"{started.Text("startPasskey.state")}\", credential: {credential}, name: \"Laptop\"", "passkey { id }")).Text("addPasskey.passkey.id");
        var (options, state) = await world.Anonymous().StartPasskeySignInAsync();
        await walk.DoAsync(world.Anonymous(), "signInWithPasskey", $"state: \"{state}\", credential: {JsonSerializer.Serialize(laptop.Get(options))}", "session { token }");
        await walk.DoAsync(owner, "removePasskey", $"id: \"{passkey}\", password: {password}");
    }

    private static async Task TellAsync(AuditWalk walk, Api owner)
    {
        var hook = (await walk.DoAsync(owner, "createWebhook", "url: \"https://hooks.ann.example/\"", "webhook { id } secret")).Text("createWebhook.webhook.id");
        await walk.DoAsync(owner, "updateWebhook", $"id: \"{hook}\", events: [\"InvoiceIssued\"]");
        await walk.DoAsync(owner, "rotateWebhookSecret", $"id: \"{hook}\"", "secret");
        var test = (await walk.DoAsync(owner, "sendTestWebhook", $"id: \"{hook}\"", "webhookDelivery { id }")).Text("sendTestWebhook.webhookDelivery.id");
        await walk.DoAsync(owner, "replayWebhookDelivery", $"id: \"{test}\"");
        await walk.DoAsync(owner, "replayWebhookDeliveries", $"webhookId: \"{hook}\"", "count");
        await walk.DoAsync(owner, "disableWebhook", $"id: \"{hook}\"");
        await walk.DoAsync(owner, "enableWebhook", $"id: \"{hook}\"");
        await walk.DoAsync(owner, "deleteWebhook", $"id: \"{hook}\"");
    }

    private static async Task LetInAsync(World world, AuditWalk walk, Api owner)
    {
        await walk.DoAsync(owner, "updateCompany", """name: "Ann Ltd", country: "DE", street: "Main Street 2", city: "Berlin" """);
        await walk.DoAsync(owner, "updateProfile", """firstName: "Ann", lastName: "Ott", billingEmail: "bills@ann.example" """);
        var token = (await walk.DoAsync(owner, "createApiToken", "name: \"shop\", scopes: [\"licenses:write\"]", "apiToken { id } secret")).Text("createApiToken.apiToken.id");
        await walk.DoAsync(owner, "updateApiToken", $"id: \"{token}\", limits: {{ dailySpend: \"5.00\" }}");
        await walk.DoAsync(owner, "rotateApiToken", $"id: \"{token}\"", "secret");
        await walk.DoAsync(owner, "revokeApiToken", $"id: \"{token}\"");
        var trusted = (await walk.DoAsync(owner, "trustDocuments", """documents: ["query Own { balance { amount } }"]""", "trustedDocuments { id }")).Text("trustDocuments.trustedDocuments.0.id");
        await walk.DoAsync(owner, "removeTrustedDocuments", $"ids: [\"{trusted}\"]");
        var user = (await walk.DoAsync(owner, "inviteUser", """login: "bob", email: "bob@ann.example", role: BILLING""", "user { id }")).Text("inviteUser.user.id");
        await walk.DoAsync(owner, "setUserRole", $"id: \"{user}\", role: SERVERS");
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        await walk.DoAsync(owner, "resendInvitation", $"id: \"{user}\"");
        await walk.DoAsync(world.Anonymous(), "requestPasswordReset", "email: \"bob@ann.example\"", "boolean");
        await walk.DoAsync(world.Anonymous(), "resetPassword", $"token: {walk.Secret(await world.MailedTokenAsync("bob@ann.example", "/reset-password?token="))}, password: {walk.Secret("another horse battery")}");
        var bob = world.With((await walk.DoAsync(world.Anonymous(), "signIn", "login: \"bob\", password: \"another horse battery\"", "session { token }")).Text("signIn.session.token"));
        await walk.DoAsync(bob, "signOut", input: null, "viewer { login }");
        await walk.DoAsync(world.Anonymous(), "signIn", $"login: \"bob\", password: {walk.Secret("a wrong horse battery")}", refused: "SIGN_IN_REFUSED");
        await walk.DoAsync(owner, "endUserSessions", $"id: \"{user}\"");
        await walk.DoAsync(owner, "removeUser", $"id: \"{user}\"");
    }
}
