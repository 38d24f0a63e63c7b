using System.Text.Json;
using Cln.Tests.Servers;

namespace Cln.Tests.IpLicenses;

public sealed class IpLicensesChangedTests
{
    [Fact]
    public async Task A_subscriber_hears_each_change_of_its_own_licences_in_order()
    {
        await using var world = await World.StartAsync();
        var (mine, theirs) = (await world.ResellerAsync(), await world.ResellerAsync());
        await using var subscriber = await mine.SubscribeAsync("subscription { ipLicensesChanged { kind ip type { code } ipLicense { hostname type { code } } } }");
        while (subscriber.Heard.Count == 0)
        {
            // A subscription has begun when it tells the first thing.
            (await mine.RemoveLicensesAsync(await mine.LicensedAsync("192.0.2.99"))).Worked("removeIpLicenses");
            await Task.Delay(20);
        }

        await theirs.LicensedAsync("192.0.2.2");
        var id = await mine.LicensedAsync("192.0.2.1", "IMUNIFY360_SINGLE");
        await world.RegisteredAsync("192.0.2.1", "web.example");
        (await mine.ActivateBackupAsync(id, 10)).Worked("activateBackup");
        (await mine.ConvertLicenseAsync(id, "IMUNIFY360_30")).Worked("convertIpLicense");
        (await mine.RemoveLicensesAsync(id)).Worked("removeIpLicenses");

        var heard = subscriber.Heard;
        while (!Told(heard).Any(change => change.StartsWith("REMOVED", StringComparison.Ordinal))) heard = await subscriber.AtLeastAsync(heard.Count + 1);
        Assert.Equal(
            ["ADDED IMUNIFY360_SINGLE", "SEEN", "BACKUP_CHANGED", "CONVERTED IMUNIFY360_30", "REMOVED IMUNIFY360_30"],
            Told(heard).Select(WithoutWhatMayBeLater).Distinct());
    }

    private static IEnumerable<string> Told(IEnumerable<JsonElement> heard) =>
        from change in heard.Select(data => data.GetProperty("ipLicensesChanged"))
        where change.GetProperty("ip").GetString() == "192.0.2.1"
        select $"{change.GetProperty("kind").GetString()} {change.GetProperty("type").GetProperty("code").GetString()}";

    // What is told of a licence is the licence as it is by then.
    private static string WithoutWhatMayBeLater(string change) => change.Split(' ') is ["SEEN" or "BACKUP_CHANGED", ..] parts ? parts[0] : change;
}
