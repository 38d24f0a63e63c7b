using System.Text.Json;
using Cln.Billing;
using Cln.Contracts;
using Cln.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Tests.Billing;

/// <summary>What tests about money say to the world, beyond the API.</summary>
internal static class BillingWorld
{
    public static async Task<long> NumberAsync(this Api reseller) => (await reseller.SendAsync("{ reseller { number } }")).Worked().Number("reseller.number");

    public static async Task<string> BalanceAsync(this Api reseller) => (await reseller.SendAsync("{ balance { amount } }")).Worked().Text("balance.amount");

    /// <summary>Lets so many units of a thing run from now on, as the modules that sell things do.</summary>
    public static Task<Money> RunAsync(this World world, long reseller, int quantity, string key = "test/1", string code = "CLOUDLINUX_OS", string title = "CloudLinux OS") =>
        world.InUnitAsync((ICharging charging) => charging.SetAsync(new(reseller, key, code, title, quantity), CancellationToken.None));

    /// <summary>Works as the platform, in a transaction.</summary>
    public static async Task<T> InUnitAsync<TService, T>(this World world, Func<TService, Task<T>> work)
        where TService : notnull
    {
        await using var scope = world.PlatformScope();
        return await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().CommitAsync(() => work(scope.ServiceProvider.GetRequiredService<TService>()), CancellationToken.None);
    }

    public static async Task RunJobAsync<TJob>(this World world)
        where TJob : IJob
    {
        await using var scope = world.PlatformScope();
        await scope.ServiceProvider.GetRequiredService<TJob>().RunAsync(CancellationToken.None);
    }

    /// <summary>How often the books were written to, and what each charge says: equal before and after something that changes nothing.</summary>
    public static async Task<string> BooksAsync(this World world, long reseller)
    {
        await using var scope = world.PlatformScope();
        var db = scope.ServiceProvider.GetRequiredService<ClnDbContext>();
        var transactions = await db.LedgerTransactions.CountAsync(transaction => transaction.ResellerId == reseller);
        var charges = await db.Charges.CountAsync(charge => charge.ResellerId == reseller);
        var usage = await db.UsageMonths.Where(month => month.ResellerId == reseller).OrderBy(month => month.Month).ThenBy(month => month.ItemKey)
            .Select(month => month.ItemKey + " " + month.Quantities).ToListAsync();
        return $"{transactions} transactions, {charges} charges: {string.Join("; ", usage)}";
    }

    public static async Task<IReadOnlyList<string>> PaymentsAsync(this Api reseller) =>
        [.. (await reseller.SendAsync("{ payments(first: 100, order: [{ createdAt: ASC }]) { nodes { purpose state amount } } }")).Worked().List("payments.nodes")
            .Select(payment => $"{payment.GetProperty("purpose")} {payment.GetProperty("state")} {payment.GetProperty("amount")}")];

    public static Task<Answer> AddCardAsync(this Api reseller, string token, bool makeCurrent = false, string gateway = "sandbox") => reseller.SendAsync(
        "mutation($gateway: String!, $token: String!, $makeCurrent: Boolean!) { addPaymentMethod(input: { gateway: $gateway, token: $token, makeCurrent: $makeCurrent }) { paymentMethod { id label current expiresOn gateway } errors { ... on Error { code message } } } }",
        new { gateway, token, makeCurrent });

    public static Task<Answer> TopUpAsync(this Api reseller, string amount, string? paymentMethodId = null, string? key = null) => reseller.SendAsync(
        "mutation($amount: Money!, $id: ID, $key: IdempotencyKey!) { topUp(input: { amount: $amount, paymentMethodId: $id, idempotencyKey: $key }) { payment { id state amount gateway purpose declineReason } errors { ... on Error { code message } } } }",
        new { amount, id = paymentMethodId, key = key ?? World.Key() });

    public static Task<Answer> SaveAutopaymentAsync(this Api reseller, string type, string? amount = null) => reseller.SendAsync(
        "mutation($type: AutopaymentType!, $amount: Money) { saveAutopayment(input: { type: $type, amount: $amount }) { autopayment { type amount threshold minimum } errors { ... on Error { code message } } } }",
        new { type, amount });

    /// <summary>Lets the gate look at a reseller's balance, as a posting does.</summary>
    public static Task<bool> AskGateAsync(this World world, long reseller) => world.InUnitAsync(async (AutopaymentGate gate) =>
    {
        await gate.StageAsync(reseller, CancellationToken.None);
        return true;
    });

    /// <summary>What was decided about autopayments, newest first: "CHARGE 20.00 of -15.00, Visa •••• 4242".</summary>
    public static async Task<IReadOnlyList<string>> DecisionsAsync(this Api reseller) =>
    [
        .. (await reseller.SendAsync("{ autopaymentDecisions(first: 100) { nodes { outcome amount balance paymentMethod { label } payment { amount } } } }")).Worked().List("autopaymentDecisions.nodes")
            .Select(node => $"{node.GetProperty("outcome")} {node.GetProperty("amount")} at {node.GetProperty("balance")}" +
                (node.GetProperty("paymentMethod").ValueKind == JsonValueKind.Null ? "" : $", {node.GetProperty("paymentMethod").GetProperty("label")}")),
    ];

    /// <summary>The mails to the reseller's billing address that contain this.</summary>
    public static async Task<IReadOnlyList<string>> MailsAboutAsync(this World world, Api reseller, string text)
    {
        var to = (await reseller.SendAsync("{ reseller { billingEmail } }")).Worked().Text("reseller.billingEmail");
        return [.. (await world.MailsToAsync(to)).Where(mail => mail.ReplaceLineEndings(" ").Contains(text, StringComparison.Ordinal))];
    }

    /// <summary>The card of this token, added behind the others; its id.</summary>
    public static async Task<string> CardAsync(this Api reseller, string token, bool makeCurrent = false) =>
        (await reseller.AddCardAsync(token, makeCurrent)).Worked("addPaymentMethod").Text("addPaymentMethod.paymentMethod.id");

    /// <summary>Forgets every card but those.</summary>
    public static async Task KeepCardsAsync(this Api reseller, params string[] ids)
    {
        foreach (var id in (await reseller.SendAsync("{ paymentMethods { id } }")).Worked().List("paymentMethods").Select(method => method.GetProperty("id").GetString()).Except(ids))
            (await reseller.SendAsync("mutation($id: ID!) { removePaymentMethod(input: { id: $id }) { errors { ... on Error { code } } } }", new { id })).Worked("removePaymentMethod");
    }
}
