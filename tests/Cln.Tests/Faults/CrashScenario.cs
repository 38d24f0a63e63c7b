using Cln.Host.Mail;

namespace Cln.Tests.Faults;

/// <summary>Something that a host is doing when it dies, and what must have become of it when the next one is up.</summary>
internal abstract class CrashScenario
{
    /// <summary>Lets the host die.</summary>
    public abstract Task ActAsync(CrashSite site);

    /// <summary>True when the effect is there, once; it may take a moment. Throws when it is there twice.</summary>
    public abstract Task<bool> IsThereOnceAsync(CrashSite site);
}

/// <summary>A reseller adds money, gets no answer, and sends the same call again to the next host.</summary>
internal sealed class TopUpOnce : CrashScenario
{
    private const string TopUp = "mutation($key: IdempotencyKey!) { topUp(input: { amount: \"10.00\", idempotencyKey: $key }) { payment { id state } errors { ... on Error { code message } } } }";

    private string key = World.Key();
    private string[] before = [];
    private string[] expected = [];

    public override async Task ActAsync(CrashSite site)
    {
        before = await StateAsync(site);
        expected = [(decimal.Parse(before[0]) + 10).ToString("0.00"), (int.Parse(before[1]) + 1).ToString(), (int.Parse(before[2]) + 1).ToString()];
        await site.DieAsync(() => site.Reseller.SendAsync(TopUp, new { key }));
    }

    public override async Task<bool> IsThereOnceAsync(CrashSite site)
    {
        var again = await site.Reseller.SendAsync(TopUp, new { key });
        if (again.Code("topUp") == "IDEMPOTENCY_IN_PROGRESS") return false;
        var state = again.Worked("topUp").Text("topUp.payment.state");
        if (state == "CANCELED")
        {
            // It was never sent, and the janitor was faster than this call: nothing has happened, and a new intent is a new key.
            Assert.Equal(before, await StateAsync(site));
            key = World.Key();
        }

        if (state != "POSTED") return false;
        Assert.Equal(expected, await StateAsync(site));
        return true;
    }

    private static async Task<string[]> StateAsync(CrashSite site)
    {
        var state = (await site.Reseller.SendAsync("{ balance { amount } payments(first: 1, where: { state: { eq: POSTED } }) { totalCount } invoices(first: 1, where: { type: { eq: PAYMENT_RECEIVED } }) { totalCount } }")).Worked();
        return [state.Text("balance.amount"), state.Number("payments.totalCount").ToString(), state.Number("invoices.totalCount").ToString()];
    }
}

/// <summary>An operator gives money of a payment back, and the host dies before or after the gateway has done it.</summary>
internal sealed class RefundOnce : CrashScenario
{
    private const string Refund = "mutation($payment: ID!, $key: IdempotencyKey!) { refundPayment(input: { paymentId: $payment, amount: \"1.00\", reason: \"A crash is tried\", idempotencyKey: $key }) { refund { state } errors { ... on Error { code message } } } }";

    private readonly string key = World.Key();
    private string payment = "";
    private decimal balance;

    public override async Task ActAsync(CrashSite site)
    {
        var before = (await site.Reseller.SendAsync("{ balance { amount } payments(first: 1, where: { purpose: { eq: DEPOSIT } }) { nodes { id } } }")).Worked();
        (payment, balance) = (before.Text("payments.nodes.0.id"), decimal.Parse(before.Text("balance.amount")));
        var vendor = await site.OperatorAsync();
        await site.DieAsync(() => vendor.SendAsync(Refund, new { payment, key }));
    }

    public override async Task<bool> IsThereOnceAsync(CrashSite site)
    {
        var again = await (await site.OperatorAsync()).SendAsync(Refund, new { payment, key });
        if (again.Code("refundPayment") == "IDEMPOTENCY_IN_PROGRESS" || again.Worked("refundPayment").Text("refundPayment.refund.state") != "SUCCEEDED") return false;
        Assert.Equal(balance - 1, decimal.Parse((await site.Reseller.SendAsync("{ balance { amount } }")).Worked().Text("balance.amount")));
        return true;
    }
}

/// <summary>A licence is bought: one transaction, with its charge.</summary>
internal sealed class LicenceOnce : CrashScenario
{
    private const string Add = "mutation($ip: IpAddress!, $key: IdempotencyKey!) { addIpLicense(input: { ip: $ip, type: \"KERNELCARE\", idempotencyKey: $key }) { ipLicense { id } errors { ... on Error { code message } } } }";

    private static int count;
    private readonly string ip = $"198.51.101.{Interlocked.Increment(ref count)}";
    private readonly string key = World.Key();

    public override Task ActAsync(CrashSite site) => site.DieAsync(() => site.Reseller.SendAsync(Add, new { ip, key }));

    public override async Task<bool> IsThereOnceAsync(CrashSite site)
    {
        (await site.Reseller.SendAsync(Add, new { ip, key })).Worked("addIpLicense");
        Assert.Equal(1, (await site.Reseller.SendAsync("query($ip: IpAddress!) { ipLicenses(first: 1, where: { ip: { eq: $ip } }) { totalCount } }", new { ip })).Worked().Number("ipLicenses.totalCount"));
        return true;
    }
}

/// <summary>A mail leaves, and the host dies before it has noted that.</summary>
internal sealed class MailOnce : CrashScenario
{
    private readonly string login = $"bookkeeper{Guid.NewGuid():n}"[..20];

    private string Address => $"{login}@acme.example";

    public override Task ActAsync(CrashSite site) => site.DieAsync(() => InviteAsync(site));

    public override async Task<bool> IsThereOnceAsync(CrashSite site)
    {
        // The mail that the host died of may have been an earlier one, and this one not even have been asked for.
        Assert.Contains((await InviteAsync(site)).Code("inviteUser"), new[] { null, "LOGIN_TAKEN" });

        // In the folder a mail that is sent again replaces itself, as a mailbox knows it by its Message-ID.
        var folder = new PickupFolder(site.MailFolder);
        var mails = 0;
        foreach (var name in folder.Latest())
        {
            if ((await folder.FindAsync(name, CancellationToken.None))!.To.Mailboxes.Any(mailbox => mailbox.Address == Address)) mails++;
        }

        Assert.True(mails <= 1, $"{mails} mails to {Address}");
        return mails == 1;
    }

    private Task<Answer> InviteAsync(CrashSite site) => site.Reseller.SendAsync(
        "mutation($login: String!, $email: String!) { inviteUser(input: { login: $login, email: $email, role: BILLING }) { user { login } errors { ... on Error { code message } } } }", new { login, email = Address });
}

/// <summary>A month begins by the job, for several resellers; the next run of the job goes on where the dead one stopped.</summary>
internal sealed class MonthOnce(string point) : CrashScenario
{
    private DateTimeOffset month;

    public override async Task ActAsync(CrashSite site)
    {
        await site.StopAsync();
        var (year, number) = (site.Now.Year, site.Now.Month);
        month = new DateTimeOffset(year, number, 1, 0, 1, 0, TimeSpan.Zero).AddMonths(1);
        site.GoTo(month);
        Assert.NotEqual(0, await site.RunJobAsync("ChargeMonths", point));
        Assert.Equal(0, await site.RunJobAsync("ChargeMonths"));
    }

    public override async Task<bool> IsThereOnceAsync(CrashSite site)
    {
        var invoices = (await site.Reseller.SendAsync("{ invoices(first: 100, where: { type: { eq: INVOICE } }) { nodes { payPeriod } } }")).Worked().List("invoices.nodes");
        Assert.Single(invoices, invoice => invoice.GetProperty("payPeriod").ToString().StartsWith($"{month:yyyy-MM}", StringComparison.Ordinal));
        return true;
    }
}
