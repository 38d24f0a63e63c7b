using Cln.Host.Mail;

namespace Cln.Tests.Faults;

/// <summary>Something that a host is doing when it dies, and what must have become of it when the next one is up.</summary>
internal abstract class CrashScenario
{
    /// <summary>Its host is started in a new month.</summary>
    public virtual bool BeginsAMonth => false;

    /// <summary>Lets the host die.</summary>
    public abstract Task ActAsync(CrashSite site);

    /// <summary>True when the effect is there, once; it may take a moment. Throws when it is there twice.</summary>
    public abstract Task<bool> IsThereOnceAsync(CrashSite site);
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
internal sealed class MonthByJob(string point) : CrashScenario
{
    private DateTimeOffset month;

    public override async Task ActAsync(CrashSite site)
    {
        await Registrations.PayAsync(site.Anonymous(), "second");
        await site.StopAsync();
        site.GoToNextMonth();
        month = site.Now;
        Assert.NotEqual(0, await site.RunJobAsync("ChargeMonths", point));
        Assert.Equal(0, await site.RunJobAsync("ChargeMonths"));
    }

    public override Task<bool> IsThereOnceAsync(CrashSite site) => IsInvoicedOnceAsync(site, month);

    public static async Task<bool> IsInvoicedOnceAsync(CrashSite site, DateTimeOffset month)
    {
        var invoices = (await site.Reseller.SendAsync("{ invoices(first: 100, where: { type: { eq: INVOICE } }) { nodes { payPeriod } } }")).Worked().List("invoices.nodes");
        Assert.Single(invoices, invoice => invoice.GetProperty("payPeriod").ToString().StartsWith($"{month:yyyy-MM}", StringComparison.Ordinal));
        return true;
    }
}

/// <summary>A month begins by a licence that is bought before the job has come.</summary>
internal sealed class MonthByLicence : CrashScenario
{
    private readonly LicenceOnce licence = new();

    public override bool BeginsAMonth => true;

    public override Task ActAsync(CrashSite site) => licence.ActAsync(site);

    public override async Task<bool> IsThereOnceAsync(CrashSite site) => await licence.IsThereOnceAsync(site) && await MonthByJob.IsInvoicedOnceAsync(site, site.Now);
}
