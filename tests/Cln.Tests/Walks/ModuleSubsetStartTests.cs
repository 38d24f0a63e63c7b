using Cln.Contracts;
using Cln.Data;
using Cln.Tests.IpLicenses;
using Cln.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Tests.Walks;

/// <summary>A host of a few modules, from an empty database to its main job.</summary>
public sealed class ModuleSubsetStartTests
{
    private static readonly string[] Optional = ["Registration", "IpLicenses", "Spacewalk", "Billing", "Invoices"];

    [Fact]
    public async Task With_no_module_but_servers_an_operator_signs_in_and_no_server_is_admitted()
    {
        await using var world = await StartAsync();
        var answer = (await (await world.OperatorAsync()).SendAsync("{ me { login role } resellers(first: 1) { totalCount } }")).Worked();
        Assert.Equal(("operator", "OPERATOR", 0), (answer.Text("me.login"), answer.Text("me.role"), answer.Number("resellers.totalCount")));
        Assert.Equal("NOT_LICENSED", (await world.At("198.51.100.1").RegisterAsync("web.example")).Code("registerServer"));
        await world.RunJobsAsync();
    }

    [Fact]
    public async Task With_licences_alone_they_cost_nothing_and_admit_servers()
    {
        await using var world = await StartAsync("IpLicenses");
        var reseller = await ResellerAsync(world);
        var license = (await reseller.AddLicenseAsync("198.51.100.1")).Worked("addIpLicense");
        Assert.Equal("0.00", license.Text("addIpLicense.ipLicense.monthlyPrice"));

        var server = await world.RegisteredAsync("198.51.100.1", "web.example");
        Assert.Equal("OK", await world.VerdictAsync("198.51.100.1", server));
        (await reseller.RemoveLicensesAsync(license.Text("addIpLicense.ipLicense.id"))).Worked("removeIpLicenses");
        Assert.Equal("LICENSE_REMOVED", await world.VerdictAsync("198.51.100.1", server));
        await world.RunJobsAsync();
    }

    [Fact]
    public async Task With_server_accounts_alone_keys_admit_servers()
    {
        await using var world = await StartAsync("Spacewalk");
        var reseller = await ResellerAsync(world);
        var server = await world.RegisteredAsync("198.51.100.1", "web.example", await reseller.KeyAsync("shop"));
        Assert.Equal("OK", await world.VerdictAsync("198.51.100.1", server));
        var summary = (await reseller.SendAsync("{ serverAccountsSummary { totalLicenses unusedLicenses monthlyCost } }")).Worked();
        Assert.Equal((1, 0, "0.00"), (summary.Number("serverAccountsSummary.totalLicenses"), summary.Number("serverAccountsSummary.unusedLicenses"), summary.Text("serverAccountsSummary.monthlyCost")));
        await world.RunJobsAsync();
    }

    [Fact]
    public async Task Without_billing_a_registration_is_done_with_no_deposit_and_licences_are_free()
    {
        await using var world = await StartAsync("Registration", "IpLicenses");
        var reseller = await world.ResellerAsync("standard");
        var answer = (await reseller.SendAsync("{ reseller { state tier { code deposit } } }")).Worked();
        Assert.Equal(("ACTIVE", "standard", "0.00"), (answer.Text("reseller.state"), answer.Text("reseller.tier.code"), answer.Text("reseller.tier.deposit")));
        Assert.Equal("0.00", (await reseller.AddLicenseAsync("198.51.100.1")).Worked("addIpLicense").Text("addIpLicense.ipLicense.monthlyPrice"));
        Assert.Equal(["FIELDS_ON_CORRECT_TYPE"], (await reseller.SendAsync("{ balance { amount } }")).Codes);
        await world.RunJobsAsync();
    }

    [Fact]
    public async Task Without_invoices_money_moves_and_months_begin_without_documents()
    {
        await using var world = await StartAsync("Registration", "IpLicenses", "Spacewalk", "Billing");
        var reseller = await world.ResellerAsync();
        await reseller.LicensedAsync("198.51.100.1");

        // 21 of 30 days of 2.95 are 2.06; a whole month is 2.95.
        Assert.Equal("997.94", await reseller.BalanceAsync());
        world.Clock.SetUtcNow(new(2026, 12, 1, 0, 5, 0, TimeSpan.Zero));
        await world.RunJobsAsync();
        Assert.Equal("994.99", await reseller.BalanceAsync());
        Assert.Equal(["FIELDS_ON_CORRECT_TYPE"], (await reseller.SendAsync("{ invoices(first: 1) { totalCount } }")).Codes);
    }

    private static Task<World> StartAsync(params string[] modules) => World.StartAsync(
        settings: [("ConnectionStrings:Cln", "Data Source=empty.db"), .. Optional.Except(modules).Select(module => ($"Modules:{module}:Enabled", (string?)"false"))]);

    /// <summary>A reseller of a host where nobody can register.</summary>
    private static async Task<Api> ResellerAsync(World world)
    {
        await using var scope = world.PlatformScope();
        var db = scope.ServiceProvider.GetRequiredService<ClnDbContext>();
        var reseller = new Reseller
        {
            Name = "Plain Hosting",
            Login = "",
            BillingEmail = "plain@plain.example",
            TierCode = "standard",
            FirstName = "Ada",
            LastName = "Byron",
            Country = "DE",
            State = ResellerState.Active,
            CreatedAt = world.Clock.GetUtcNow(),
        };
        db.Resellers.Add(reseller);
        await db.SaveChangesAsync();
        await scope.ServiceProvider.GetRequiredService<IAccounts>().AddOwnerAsync(reseller, "plain", "plain@plain.example", "correct horse battery", CancellationToken.None);
        await db.SaveChangesAsync();
        return await world.SignInAsync("plain");
    }
}
