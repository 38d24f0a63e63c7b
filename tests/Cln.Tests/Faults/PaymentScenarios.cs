using Cln.Tests.Billing;

namespace Cln.Tests.Faults;

/// <summary>What a reseller has: the balance, and how many payments and documents of payments. The balance is read first, and may be the older.</summary>
internal sealed record Standing(decimal Balance, int Payments, int Documents)
{
    public static async Task<Standing> OfAsync(Api reseller)
    {
        var now = (await reseller.SendAsync(
            "{ balance { amount } payments(first: 1, where: { state: { in: [POSTED, PART_REFUNDED] } }) { totalCount } invoices(first: 1, where: { type: { eq: PAYMENT_RECEIVED } }) { totalCount } }")).Worked();
        return new(decimal.Parse(now.Text("balance.amount")), now.Number("payments.totalCount"), now.Number("invoices.totalCount"));
    }

    public Standing After(decimal payment) => new(Balance + payment, Payments + 1, Documents + 1);
}

/// <summary>A reseller adds money by a kept card or wallet, gets no answer, and sends the same call again to the next host.</summary>
internal sealed class TopUpOnce(string gateway) : CrashScenario
{
    private string key = World.Key();
    private string method = "";
    private Standing before = new(0, 0, 0);

    public override async Task ActAsync(CrashSite site)
    {
        method = await site.MethodAsync(gateway);
        before = await Standing.OfAsync(site.Reseller);
        await site.DieAsync(() => SendAsync(site));
    }

    public override async Task<bool> IsThereOnceAsync(CrashSite site)
    {
        var again = await SendAsync(site);
        if (again.Code("topUp") == "IDEMPOTENCY_IN_PROGRESS") return false;
        var state = again.Worked("topUp").Text("topUp.payment.state");
        if (state == "CANCELED")
        {
            // It was never sent, and the janitor was faster than this call: nothing has happened, and a new intent is a new key.
            Assert.Equal(before, await Standing.OfAsync(site.Reseller));
            key = World.Key();
        }

        if (state != "POSTED") return false;
        Assert.Equal(before.After(10), await Standing.OfAsync(site.Reseller));
        return true;
    }

    private Task<Answer> SendAsync(CrashSite site) => site.Reseller.TopUpAsync("10.00", method, key);
}

/// <summary>A payer does what his bank or PayPal asks him for, and the host dies of the webhook that tells it.</summary>
internal sealed class ApprovedOnce(string gateway) : CrashScenario
{
    private Standing before = new(0, 0, 0);

    public override async Task ActAsync(CrashSite site)
    {
        before = await Standing.OfAsync(site.Reseller);
        await (gateway == "paypal" ? ApproveAsync(site) : ConfirmAsync(site));
        await site.DieAsync(site.TellAsync);
    }

    public override async Task<bool> IsThereOnceAsync(CrashSite site)
    {
        var now = await Standing.OfAsync(site.Reseller);
        if (now.Balance == before.Balance) return false;
        Assert.Equal(before.After(10), now);
        return true;
    }

    private static async Task ConfirmAsync(CrashSite site)
    {
        var asked = await site.Reseller.SendAsync(
            "mutation($id: ID!, $key: IdempotencyKey!) { topUp(input: { amount: \"10.00\", paymentMethodId: $id, idempotencyKey: $key }) { payment { payerAction { clientSecret } } errors { ... on Error { code message } } } }",
            new { id = await site.CardThatAsksAsync(), key = World.Key() });
        await site.TellAsync();
        await site.Provider.ConfirmToTheBankAsync(asked.Worked("topUp").Text("topUp.payment.payerAction.clientSecret"));
    }

    private static async Task ApproveAsync(CrashSite site)
    {
        var started = await site.Reseller.SendAsync(
            "mutation($key: IdempotencyKey!) { startPayPalTopUp(input: { amount: \"10.00\", returnUrl: \"https://console.example/back\", cancelUrl: \"https://console.example/gone\", idempotencyKey: $key }) { approvalUrl errors { ... on Error { code message } } } }",
            new { key = World.Key() });
        await site.TellAsync();
        await site.Provider.ApproveAsync(started.Worked("startPayPalTopUp").Text("startPayPalTopUp.approvalUrl"));
    }
}

/// <summary>A balance gets low, and the host dies while it sees to that.</summary>
internal sealed class AutopaymentOnce(string gateway) : CrashScenario
{
    private const decimal Low = 50;
    private const decimal Full = 500;

    private Standing before = new(0, 0, 0);

    public override async Task ActAsync(CrashSite site)
    {
        (await site.Reseller.SendAsync("mutation($id: ID!) { setCurrentPaymentMethod(input: { id: $id }) { errors { ... on Error { message } } } }", new { id = await site.MethodAsync(gateway) })).Worked("setCurrentPaymentMethod");
        (await site.Reseller.SaveAutopaymentAsync("AUTO_ADD_FUNDS", $"{Full:0.00}")).Worked("saveAutopayment");
        before = await Standing.OfAsync(site.Reseller);
        var reseller = (await site.Reseller.SendAsync("{ reseller { id } }")).Worked().Text("reseller.id");
        var vendor = await site.OperatorAsync();
        await site.DieAsync(() => vendor.SendAsync(
            "mutation($reseller: ID!, $amount: Money!, $key: IdempotencyKey!) { adjustBalance(input: { resellerId: $reseller, amount: $amount, reason: \"A crash is tried\", idempotencyKey: $key }) { errors { ... on Error { message } } } }",
            new { reseller, amount = $"{Low - before.Balance:0.00}", key = World.Key() }));
    }

    public override async Task<bool> IsThereOnceAsync(CrashSite site)
    {
        var now = await Standing.OfAsync(site.Reseller);
        if (now.Balance == Low) return false;
        Assert.Equal((before with { Balance = Low }).After(Full - Low), now);
        return true;
    }
}

/// <summary>An operator gives money of a payment back, and the host dies before or after the gateway has done it.</summary>
internal sealed class RefundOnce(string gateway) : CrashScenario
{
    private readonly string key = World.Key();
    private string payment = "";
    private Standing before = new(0, 0, 0);

    public override async Task ActAsync(CrashSite site)
    {
        before = await Standing.OfAsync(site.Reseller);
        payment = (await site.Reseller.SendAsync("query($gateway: String!) { payments(first: 1, where: { gateway: { eq: $gateway }, state: { eq: POSTED } }) { nodes { id } } }", new { gateway })).Worked().Text("payments.nodes.0.id");
        var vendor = await site.OperatorAsync();
        await site.DieAsync(() => SendAsync(vendor));
    }

    public override async Task<bool> IsThereOnceAsync(CrashSite site)
    {
        var again = await SendAsync(await site.OperatorAsync());
        if (again.Code("refundPayment") == "IDEMPOTENCY_IN_PROGRESS" || again.Worked("refundPayment").Text("refundPayment.refund.state") != "SUCCEEDED") return false;
        Assert.Equal(before with { Balance = before.Balance - 1 }, await Standing.OfAsync(site.Reseller));
        return true;
    }

    private Task<Answer> SendAsync(Api vendor) => vendor.SendAsync(
        "mutation($payment: ID!, $key: IdempotencyKey!) { refundPayment(input: { paymentId: $payment, amount: \"1.00\", reason: \"A crash is tried\", idempotencyKey: $key }) { refund { state } errors { ... on Error { code message } } } }",
        new { payment, key });
}
