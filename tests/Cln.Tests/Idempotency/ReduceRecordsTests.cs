using Cln.Host.Data;
using Cln.Host.Idempotency;
using Cln.Tests.Billing;
using Cln.Tests.Data;
using Cln.Tests.IpLicenses;

namespace Cln.Tests.Idempotency;

public sealed class ReduceRecordsTests
{
    [EveryDatabase]
    public async Task After_thirty_days_a_key_still_has_no_second_effect(DatabaseKind kind)
    {
        await using var world = await World.StartAsync(kind);
        var api = await world.ResellerAsync();
        await (await world.ResellerAsync()).LicensedAsync("198.51.100.9");
        var (paid, added, refused) = (World.Key(), World.Key(), World.Key());
        var payment = (await api.TopUpAsync("10.00", key: paid)).Worked("topUp").Text("topUp.payment.id");
        var license = (await api.AddLicenseAsync("198.51.100.1", key: added)).Worked("addIpLicense").Text("addIpLicense.ipLicense.id");
        Assert.Equal("IP_TAKEN", (await api.AddLicenseAsync("198.51.100.9", key: refused)).Code("addIpLicense"));
        world.Clock.Advance(TimeSpan.FromDays(29));
        await world.RunJobAsync<ReduceRecords>();
        Assert.Equal("IP_TAKEN", (await api.AddLicenseAsync("198.51.100.9", key: refused)).Code("addIpLicense"));

        world.Clock.Advance(TimeSpan.FromDays(2));
        await world.RunJobAsync<ReduceRecords>();

        // What came of it as a reference is still answered; what was an error is no longer known, but known to have been.
        Assert.Equal(payment, (await api.TopUpAsync("10.00", key: paid)).Worked("topUp").Text("topUp.payment.id"));
        Assert.Equal(license, (await api.AddLicenseAsync("198.51.100.1", key: added)).Worked("addIpLicense").Text("addIpLicense.ipLicense.id"));
        Assert.Equal("IDEMPOTENCY_KEY_EXPIRED", (await api.AddLicenseAsync("198.51.100.9", key: refused)).Code("addIpLicense"));
        Assert.Equal("IDEMPOTENCY_KEY_REUSED", (await api.AddLicenseAsync("198.51.100.2", key: refused)).Code("addIpLicense"));
    }
}
