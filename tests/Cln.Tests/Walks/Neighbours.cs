using Cln.Billing;
using Cln.Contracts;
using Cln.Data;
using Cln.Graph;
using Cln.Host.Access;
using Cln.Host.Access.Factors;
using Cln.Host.Access.Passkeys;
using Cln.Host.Graph;
using Cln.Host.Webhooks;
using Cln.Tests.IpLicenses;
using Cln.Tests.Servers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Tests.Walks;

/// <summary>A host with an owner, who has something of everything that the platform keeps for a reseller, and a stranger, who must not notice.</summary>
public sealed class Neighbours : IAsyncLifetime
{
    public const string Address = "198.51.100.10";

    public World World { get; private set; } = null!;

    public Api Owner { get; private set; } = null!;

    public long OwnerId { get; private set; }

    public Api Stranger { get; private set; } = null!;

    public long StrangerId { get; private set; }

    /// <summary>The secrets by which the owner's things are reached without signing in.</summary>
    internal OwnersSecrets Secrets { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        World = await World.StartAsync(settings: OperationWriter.Limits);
        Owner = await World.ResellerAsync("platinum", autopayment: "AUTO_REPAY", login: "owner");
        OwnerId = await IdAsync("owner");
        Stranger = await World.ResellerAsync("silver", login: "stranger");
        StrangerId = await IdAsync("stranger");
        await SpendAsync();
        await InviteAsync();
        Secrets = await LicenseAsync();
        await FallShortAsync();
        await BeKnownAsync();
        await HookAsync();
        await ProveAsync();
        await World.SettleAsync();
        await Billing.BillingWorld.RunJobAsync<global::Cln.Billing.SealBooks>(World);
    }

    public async Task DisposeAsync() => await World.DisposeAsync();

    /// <summary>The id of the first of the owner's things of a type.</summary>
    internal async Task<string> IdOfAsync<T>()
        where T : class, INode
    {
        await using var scope = World.ScopeOf(OwnerId);
        return NodeIds.Encode(Names.Type(typeof(T)), await scope.ServiceProvider.GetRequiredService<ClnDbContext>().Set<T>().OrderBy(row => row.Id).Select(row => row.Id).FirstAsync());
    }

    private async Task SpendAsync()
    {
        await DoAsync("addPaymentMethod", """gateway: "sandbox", token: "pm_card_mastercard" """);
        await DoAsync("topUp", $"""amount: "50.00", idempotencyKey: "{World.Key()}" """);
        await GiveBackAsync();
        await DoAsync("startPayPalTopUp", $"""amount: "70.00", returnUrl: "https://owner.example/paid", cancelUrl: "https://owner.example/not-paid", idempotencyKey: "{World.Key()}" """);
    }

    /// <summary>A part of the top-up was given back, and the rest is disputed.</summary>
    private async Task GiveBackAsync()
    {
        await using var scope = World.PlatformScope();
        await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().CommitAsync(
            async () =>
            {
                var db = scope.ServiceProvider.GetRequiredService<ClnDbContext>();
                var payment = await db.Payments.SingleAsync(paid => paid.ResellerId == OwnerId && paid.Purpose == PaymentPurpose.TopUp);
                var answer = new GatewayPayment(payment.GatewayId!, GatewayStatus.Succeeded, payment.Amount, payment.Currency)
                {
                    ChargeId = payment.GatewayChargeId,
                    Refunds = [new("refund_of_the_owner", GatewayRefundStatus.Succeeded, new(1_00), payment.Currency)],
                    Dispute = new("dispute_of_the_owner", GatewayDisputeStatus.Open, new(49_00), payment.Currency),
                };
                await scope.ServiceProvider.GetRequiredService<Settlement>().SettleAsync(payment.Id, new(ReplyKind.Answer, answer), Wish.Further, payment.Checks, CancellationToken.None);
                return payment;
            },
            CancellationToken.None);
    }

    private async Task InviteAsync()
    {
        await World.SignInAsync("owner");
        await DoAsync("createApiToken", """name: "billing system", scopes: ["licenses:read", "billing:read"]""");
        await DoAsync("trustDocuments", """documents: ["query Own { balance { amount } }"]""");
        await DoAsync("inviteUser", """login: "bookkeeper", email: "bookkeeper@owner.example", role: BILLING""");
    }

    private async Task<OwnersSecrets> LicenseAsync()
    {
        var license = await Owner.LicensedAsync(Address, "IMUNIFY360_SINGLE");
        await Owner.LicensedAsync(Address);
        (await Owner.ActivateBackupAsync(license, 20)).Worked("activateBackup");
        var key = await Owner.KeyAsync("shop", limit: 2);
        var server = await World.RegisteredAsync(Address, "web1.owner.example");
        await World.RegisteredAsync("198.51.100.11", "web2.owner.example", key);
        return new(key, server.Id, server.Secret, await World.MailedTokenAsync("owner@owner.example", "/activate?token="));
    }

    /// <summary>Once, and long ago.</summary>
    private async Task FallShortAsync()
    {
        await DoAsync("setSuspensionOrder", $"""keys: ["ip/{Address}/IMUNIFY360_SINGLE"]""");
        await using var scope = World.PlatformScope();
        var db = scope.ServiceProvider.GetRequiredService<ClnDbContext>();
        var past = new Shortfall { ResellerId = OwnerId, BeganAt = World.Begins.AddDays(-90), GraceEndsAt = World.Begins.AddDays(-83) };
        past.End(World.Begins.AddDays(-85));
        db.Shortfalls.Add(past);
        db.Notices.Add(new() { ResellerId = OwnerId, Occasion = "walk", At = past.BeganAt });
        await db.SaveChangesAsync();
    }

    /// <summary>By an app, a code for the day on which that is gone, and a passkey.</summary>
    private async Task ProveAsync()
    {
        await using var scope = World.PlatformScope();
        var db = scope.ServiceProvider.GetRequiredService<ClnDbContext>();
        var user = await db.Set<User>().Where(row => row.ResellerId == OwnerId).OrderBy(row => row.Id).Select(row => row.Id).FirstAsync();
        db.Add(new AuthenticatorApp { ResellerId = OwnerId, UserId = user, ProtectedSecret = "secret of the owner's app", StartedAt = World.Begins });
        db.Add(new RecoveryCode { ResellerId = OwnerId, UserId = user, CodeHash = "hash of the owner's code" });
        db.Add(new Passkey
        {
            ResellerId = OwnerId,
            UserId = user,
            Name = "laptop of the owner",
            CredentialHash = "hash of the owner's passkey",
            CredentialId = "b3duZXI",
            PublicKey = "a2V5IG9mIHRoZSBvd25lcg",
            Transports = "internal",
            SignCount = 0,
            IsBackupEligible = false,
            IsBackedUp = false,
            CreatedAt = World.Begins,
        });
        await db.SaveChangesAsync();
    }

    /// <summary>A webhook that is off, and something that it was sent when it was on.</summary>
    private async Task HookAsync()
    {
        await using var scope = World.PlatformScope();
        var db = scope.ServiceProvider.GetRequiredService<ClnDbContext>();
        var hook = new Webhook
        {
            ResellerId = OwnerId,
            Url = "https://hooks.owner.example/told",
            Document = WebhookDocuments.Usual,
            Secret = WebhookSigning.NewSecret(),
            SigningKey = WebhookSigning.NewKey(),
            CreatedAt = World.Begins,
            QueuedThrough = 0,
        };
        hook.Disable(World.Begins);
        db.Webhooks.Add(hook);
        await db.SaveChangesAsync();
        var delivery = WebhookDelivery.Of(hook, WebhookDelivery.Test, World.Begins, sequence: null, World.Begins);
        delivery.Delivered(World.Begins);
        db.WebhookDeliveries.Add(delivery);
        await db.SaveChangesAsync();
        db.WebhookAttempts.Add(new() { ResellerId = OwnerId, DeliveryId = delivery.Id, Number = 1, At = World.Begins, Status = 200, Error = null, DurationMs = 7, Response = "thanks of the owner" });
        await db.SaveChangesAsync();
    }

    /// <summary>At Stripe as a customer, at PayPal by an order and a wallet that was begun to be kept.</summary>
    private async Task BeKnownAsync()
    {
        await using var scope = World.PlatformScope();
        var db = scope.ServiceProvider.GetRequiredService<ClnDbContext>();
        db.GatewayCustomers.Add(new() { ResellerId = OwnerId, Gateway = "stripe" });
        db.Set<PayPalSetup>().Add(new() { ResellerId = OwnerId, Name = "setup of the owner", CreatedAt = World.Begins });
        db.Set<PayPalOrder>().Add(new()
        {
            ResellerId = OwnerId,
            OrderKey = "order of the owner",
            Name = "ORDER-1",
            Amount = new(70_00),
            Currency = "USD",
            Description = "Top up, PayPal",
            OffSession = false,
            CreatedAt = World.Begins,
        });
        await db.SaveChangesAsync();
    }

    private async Task DoAsync(string mutation, string input) =>
        (await Owner.SendAsync($"mutation {{ {mutation}(input: {{ {input} }}) {{ errors {{ ... on Error {{ code message }} }} }} }}")).Worked(mutation);

    private async Task<long> IdAsync(string login)
    {
        await using var scope = World.PlatformScope();
        return scope.ServiceProvider.GetRequiredService<ClnDbContext>().Users.Single(user => user.UserName == login).ResellerId;
    }
}

/// <param name="Key">Of a server account.</param>
/// <param name="ServerId">Of a server that registered by its address.</param>
/// <param name="ServerSecret">That server's.</param>
/// <param name="Activation">Of the finished registration.</param>
internal sealed record OwnersSecrets(string Key, string ServerId, string ServerSecret, string Activation);
