using Cln.Billing;
using Cln.Tests.IpLicenses;

namespace Cln.Tests.Billing;

/// <summary>A reseller that falls short of money.</summary>
internal static class ShortWorld
{
    public static string Ip(int number) => $"198.51.100.{number}";

    /// <summary>
    /// A reseller with four licences for KernelCare (2.95 a month, added on November 10 one after the other, .1 the oldest), who owed this much
    /// after December began. Something else runs up the debt.
    /// </summary>
    public static async Task<Api> ShortResellerAsync(this World world, string owes, string autopayment = "NONE")
    {
        var api = await world.ResellerAsync(autopayment: autopayment);
        for (var number = 1; number <= 4; number++)
        {
            world.Clock.Advance(TimeSpan.FromMinutes(1));
            await api.LicensedAsync(Ip(number));
        }

        world.Clock.SetUtcNow(new(2026, 12, 1, 0, 5, 0, TimeSpan.Zero));
        await world.RunJobsAsync();
        await world.OweAsync(api, owes);
        return api;
    }

    /// <summary>Brings the balance to this debt, by a charge that asks for no funds.</summary>
    public static async Task OweAsync(this World world, Api api, string owes)
    {
        var (reseller, balance) = (await api.NumberAsync(), Money.Parse(await api.BalanceAsync()));
        await world.InUnitAsync(async (global::Cln.Billing.Ledger ledger) =>
            await ledger.PostAsync(new(reseller, "USD", "TEST", World.Key(), "A test", [new(Chart.Deposit, (balance + Money.Parse(owes)).Cents), new(Chart.Suspense, -(balance + Money.Parse(owes)).Cents)]), CancellationToken.None));
        await world.SettleAsync();
    }

    public static async Task PassDaysAsync(this World world, int days)
    {
        for (var day = 0; day < days; day++)
        {
            world.Clock.Advance(TimeSpan.FromDays(1));
            await world.RunJobsAsync();
        }
    }

    /// <summary>The last numbers of the addresses whose licences are suspended.</summary>
    public static async Task<IReadOnlyList<int>> SuspendedAsync(this Api api) =>
    [
        .. (await api.SendAsync("{ ipLicenses(first: 100, where: { suspendedAt: { neq: null } }, order: [{ ip: ASC }]) { nodes { ip } } }")).Worked().List("ipLicenses.nodes")
            .Select(node => int.Parse(node.GetProperty("ip").GetString()!.Split('.')[3], System.Globalization.CultureInfo.InvariantCulture)),
    ];

    public static async Task<(string State, string ToPay, string ToRestoreAll, int Count)> SuspensionAsync(this Api api)
    {
        var answer = (await api.SendAsync("{ suspension { state since graceEndsAt toPay toRestoreAll count suspended { key title monthlyPrice createdAt suspendedAt } } }")).Worked();
        return (answer.Text("suspension.state"), answer.Text("suspension.toPay"), answer.Text("suspension.toRestoreAll"), answer.Number("suspension.count"));
    }

    /// <summary>The last numbers of the addresses that a debt would suspend, in their order.</summary>
    public static async Task<IReadOnlyList<string>> PreviewAsync(this Api api, string? balance = null) =>
    [
        .. (await api.SendAsync("query($balance: Money) { suspensionPreview(balance: $balance) { balance count monthlyPrice items { key } order { key } } }", new { balance })).Worked().List("suspensionPreview.items")
            .Select(item => item.GetProperty("key").GetString()!.Split('/')[1].Split('.')[^1]),
    ];

    public static Task<Answer> SetSuspensionOrderAsync(this Api api, params string[] keys) =>
        api.SendAsync("mutation($keys: [String!]!) { setSuspensionOrder(input: { keys: $keys }) { keys errors { ... on Error { code message } } } }", new { keys });
}
