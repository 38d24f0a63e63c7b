using Cln.Billing;
using Cln.Contracts;
using Cln.Data;
using Cln.Host.Graph;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Tests.Billing;

/// <summary>What tests about the course of payments say to the world.</summary>
internal static class PaymentWorld
{
    /// <summary>A top-up of 50.00 from a card that the test's gateway keeps, not yet sent.</summary>
    public static async Task<long> StagedAsync(this World world, Api api, PaymentPurpose purpose = PaymentPurpose.TopUp, long cents = 50_00)
    {
        var reseller = await api.NumberAsync();
        return (await world.InUnitAsync(async (ClnDbContext db) =>
        {
            var card = await db.PaymentMethods.FirstOrDefaultAsync(method => method.ResellerId == reseller && method.Gateway == TestGateway.Name) ??
                db.PaymentMethods.Add(global::Cln.Billing.PaymentMethod.Of(reseller, TestGateway.Name, new("kept_1", "Test •••• 1111", ExpiresOn: null), position: 9)).Entity;
            var owner = await db.Resellers.SingleAsync(r => r.Id == reseller);
            return db.Payments.Add(Payment.Of(owner, purpose, new(cents), card, World.Key(), world.Clock.GetUtcNow())).Entity;
        })).Id;
    }

    /// <summary>The same, by a page where the payer approves.</summary>
    public static async Task<long> StagedCheckoutAsync(this World world, Api api)
    {
        var reseller = await api.NumberAsync();
        return (await world.InUnitAsync(async (ClnDbContext db) =>
        {
            var owner = await db.Resellers.SingleAsync(r => r.Id == reseller);
            return db.Payments.Add(Payment.ByCheckout(owner, TestGateway.Name, new(50_00), new("https://console.example/back", "https://console.example/gone"), World.Key(), world.Clock.GetUtcNow())).Entity;
        })).Id;
    }

    public static async Task ConvergeAsync(this World world, long payment)
    {
        await using var scope = world.PlatformScope();
        await scope.ServiceProvider.GetRequiredService<Convergence>().ConvergeAsync(payment, CancellationToken.None);
    }

    public static Task<Payment> PaymentAsync(this World world, long payment) =>
        world.InUnitAsync((ClnDbContext db) => db.Payments.AsNoTracking().SingleAsync(p => p.Id == payment));

    /// <summary>Lets time pass as it does for a host that is up: the janitors look every ten seconds, here every minute.</summary>
    public static async Task PassAsync(this World world, TimeSpan time)
    {
        for (var end = world.Clock.GetUtcNow() + time; world.Clock.GetUtcNow() < end;)
        {
            var left = end - world.Clock.GetUtcNow();
            world.Clock.Advance(left < TimeSpan.FromMinutes(1) ? left : TimeSpan.FromMinutes(1));
            await world.RunJobAsync<Janitor>();
            await world.RunJobAsync<RefundJanitor>();
        }
    }

    /// <summary>The balance of an account of the ledger, in cents, debits positive.</summary>
    public static Task<long> AccountAsync(this World world, long reseller, string kind) =>
        world.InUnitAsync((ClnDbContext db) => db.Accounts.Where(account => account.ResellerId == reseller && account.Kind == kind).SumAsync(account => account.Balance));

    /// <summary>How often this kind of fact was posted for a reseller.</summary>
    public static Task<int> PostedAsync(this World world, long reseller, string sourceType) =>
        world.InUnitAsync((ClnDbContext db) => db.LedgerTransactions.CountAsync(transaction => transaction.ResellerId == reseller && transaction.SourceType == sourceType));

    /// <summary>The reseller's documents, newest first: "REFUND -20.00".</summary>
    public static async Task<IReadOnlyList<string>> DocumentsAsync(this Api reseller) =>
        [.. (await reseller.SendAsync("{ invoices(first: 100) { nodes { type total } } }")).Worked().List("invoices.nodes").Select(document => $"{document.GetProperty("type")} {document.GetProperty("total")}")];

    /// <summary>The letters about money that were written to a reseller, by their occasion.</summary>
    public static Task<List<string>> LettersAsync(this World world, long reseller) =>
        world.InUnitAsync((ClnDbContext db) => db.Notices.Where(notice => notice.ResellerId == reseller).OrderBy(notice => notice.Id).Select(notice => notice.Occasion).ToListAsync());

    public static string Id<T>(long number) => NodeIds.Encode(Names.Type(typeof(T)), number);

    public static Task<Answer> CancelAsync(this Api api, long payment) =>
        api.SendAsync("mutation($id: ID!) { cancelPayment(input: { id: $id }) { payment { state } errors { ... on Error { code message } } } }", new { id = Id<Payment>(payment) });

    public static Task<Answer> RefundAsync(this Api @operator, long payment, string? amount, string? key = null, string reason = "Asked for by mail") => @operator.SendAsync(
        "mutation($id: ID!, $amount: Money, $reason: String!, $key: IdempotencyKey!) { refundPayment(input: { paymentId: $id, amount: $amount, reason: $reason, idempotencyKey: $key }) { refund { id state amount failureReason reason } errors { ... on Error { code message } } } }",
        new { id = Id<Payment>(payment), amount, reason, key = key ?? World.Key() });

    public static Task<Answer> ResolveAsync(this Api @operator, long payment, string resolution, string? key = null) => @operator.SendAsync(
        "mutation($id: ID!, $resolution: PaymentResolution!, $key: IdempotencyKey!) { resolvePayment(input: { paymentId: $id, resolution: $resolution, reason: \"Looked at it\", idempotencyKey: $key }) { payment { state amount } errors { ... on Error { code message } } } }",
        new { id = Id<Payment>(payment), resolution, key = key ?? World.Key() });

    public static Task<Answer> AdjustAsync(this Api @operator, long reseller, string amount, string? key = null, string reason = "Promised on the phone") => @operator.SendAsync(
        "mutation($id: ID!, $amount: Money!, $reason: String!, $key: IdempotencyKey!) { adjustBalance(input: { resellerId: $id, amount: $amount, reason: $reason, idempotencyKey: $key }) { ledgerEntry { amount balance description } errors { ... on Error { code message } } } }",
        new { id = Id<Reseller>(reseller), amount, reason, key = key ?? World.Key() });
}
