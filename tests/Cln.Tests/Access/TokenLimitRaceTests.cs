using Cln.Billing;
using Cln.Data;
using Cln.Host.Data;
using Cln.Tests.Billing;
using Cln.Tests.Data;
using Cln.Tests.IpLicenses;
using Microsoft.EntityFrameworkCore;

namespace Cln.Tests.Access;

/// <summary>A token that somebody else has got hold of, and uses as hard as it goes.</summary>
public sealed class TokenLimitRaceTests
{
    [EveryDatabase]
    public async Task A_hundred_calls_at_once_move_no_more_than_the_limit(DatabaseKind kind)
    {
        await using var world = await World.StartAsync(kind);
        var admin = await world.ResellerAsync();
        var (id, secret) = await admin.TokenAsync(new { dailySpend = "50.00" });

        // Only a database of its own can have two hosts.
        await using var beside = kind == DatabaseKind.Sqlite ? null : await world.BesideAsync();
        Api[] hosts = [world.With(secret), beside?.With(secret) ?? world.With(secret)];

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(async number =>
        {
            var host = hosts[number % 2];
            return number % 5 == 0
                ? (await host.TopUpAsync("10.00")).Code("topUp")
                : (await host.AddLicenseAsync($"198.51.100.{number}", "IMUNIFY360_SINGLE")).Code("addIpLicense");
        }));

        var reseller = await admin.NumberAsync();
        var (charged, paid) = await world.InUnitAsync(async (ClnDbContext db) => (
            (await db.Charges.Where(charge => charge.ResellerId == reseller).ToListAsync()).Sum(charge => charge.SubTotal.Cents),
            (await db.Payments.Where(payment => payment.ResellerId == reseller && payment.Purpose == PaymentPurpose.TopUp && payment.State == PaymentState.Posted).ToListAsync()).Sum(payment => payment.Amount.Cents)));
        Assert.InRange(charged + paid, 43_01, 50_00);
        Assert.Equal(["TOKEN_LIMIT_EXCEEDED", null], answers.Distinct().OrderByDescending(code => code, StringComparer.Ordinal));
        Assert.StartsWith($"{new Money(charged + paid)}, ", await admin.UsageAsync(id), StringComparison.Ordinal);
    }

    [EveryDatabase]
    public async Task Without_Billing_too_licences_at_once_are_no_more_than_the_limit(DatabaseKind kind)
    {
        await using var world = await World.StartAsync(kind, settings: [("Modules:Billing:Enabled", "false"), ("Modules:Invoices:Enabled", "false")]);
        var admin = await world.ResellerAsync("standard");
        var (id, secret) = await admin.TokenAsync(new { licensesPerHour = 7 });
        var buyer = world.With(secret);
        var codes = await Task.WhenAll(Enumerable.Range(1, 20).Select(async number => (await buyer.AddLicenseAsync($"198.51.100.{number}")).Code("addIpLicense")));
        Assert.Equal((7, 13), (codes.Count(code => code is null), codes.Count(code => code == "TOKEN_LIMIT_EXCEEDED")));
        Assert.Equal("0.00, 7 licences", await admin.UsageAsync(id));
    }
}
