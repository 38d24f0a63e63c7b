using Cln.Contracts;
using Cln.Tests.Billing;
using Cln.Tests.IpLicenses;
using Cln.Tests.Servers;
using GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Tests.Access;

/// <summary>On the tenth of a month of thirty days: 21 of them are left.</summary>
public sealed class TokenLimitsTests
{
    private const string Exceeded = "errors { ... on Error { code message } ... on TokenLimitExceeded { kind limit used asked resetsAt } }";

    [Fact]
    public async Task What_would_go_over_the_daily_limit_is_refused_with_the_figures_and_charges_nothing()
    {
        await using var world = await World.StartAsync();
        var admin = await world.ResellerAsync();
        var (id, secret) = await admin.TokenAsync(new { dailySpend = "30.00" });
        var buyer = world.With(secret);

        (await buyer.AddLicenseAsync("198.51.100.1", "IMUNIFY360_30")).Worked("addIpLicense");
        (await buyer.TopUpAsync("15.00")).Worked("topUp");
        Assert.Equal("29.00, 1 licences", await admin.UsageAsync(id));

        var refused = await buyer.SendAsync($"mutation {{ addIpLicense(input: {{ ip: \"198.51.100.2\", type: \"KERNELCARE\" }}) {{ {Exceeded} }} }}");
        var error = refused.At("addIpLicense.errors")[0];
        Assert.Equal(
            ["TOKEN_LIMIT_EXCEEDED", "DAILY_SPEND", "30.00", "29.00", "2.06", "2026-11-11T00:00:00.000Z"],
            new[] { "code", "kind", "limit", "used", "asked", "resetsAt" }.Select(field => error.GetProperty(field).GetString()));
        Assert.Equal("This API token may spend 30.00 a day. 29.00 are used, and this would take 2.06. Counting begins anew at 2026-11-11T00:00:00Z.", error.GetProperty("message").GetString());
        Assert.Equal("1001.00", await BillingWorld.BalanceAsync(admin));
        (await admin.AddLicenseAsync("198.51.100.2")).Worked("addIpLicense");

        world.Clock.Advance(TimeSpan.FromHours(12));
        Assert.Equal("0.00, 0 licences", await admin.UsageAsync(id));
        (await buyer.AddLicenseAsync("198.51.100.3")).Worked("addIpLicense");
    }

    [Fact]
    public async Task Every_way_to_spend_is_counted_once()
    {
        await using var world = await World.StartAsync();
        var admin = await world.ResellerAsync();
        var (id, secret) = await admin.TokenAsync();
        var buyer = world.With(secret);

        var license = await buyer.LicensedAsync("198.51.100.1", "IMUNIFY360_SINGLE");
        (await buyer.AddLicenseAsync("198.51.100.1", "IMUNIFY360_SINGLE")).Worked("addIpLicense");
        Assert.Equal("7.00, 1 licences", await admin.UsageAsync(id));
        (await buyer.ConvertLicenseAsync(license, "IMUNIFY360_30")).Worked("convertIpLicense");
        Assert.Equal("21.00, 2 licences", await admin.UsageAsync(id));
        (await buyer.ActivateBackupAsync(license, 20)).Worked("activateBackup");
        Assert.Equal("23.10, 2 licences", await admin.UsageAsync(id));
        await buyer.KeyAsync("shop", limit: 2);
        Assert.Equal("39.90, 4 licences", await admin.UsageAsync(id));
        var key = World.Key();
        for (var i = 0; i < 2; i++) (await buyer.TopUpAsync("10.00", key: key)).Worked("topUp");
        (await buyer.SendAsync("mutation($key: IdempotencyKey!) { startPayPalTopUp(input: { amount: \"11.00\", returnUrl: \"https://a.example/\", cancelUrl: \"https://a.example/\", idempotencyKey: $key }) { errors { ... on Error { code } } } }", new { key = World.Key() })).Worked("startPayPalTopUp");
        Assert.Equal("60.90, 4 licences", await admin.UsageAsync(id));

        // Neither what is credited nor what the month's beginning charges is the token's.
        (await buyer.RemoveLicensesAsync(license)).Worked("removeIpLicenses");
        Assert.Equal("60.90, 4 licences", await admin.UsageAsync(id));
        world.Clock.Advance(TimeSpan.FromDays(21));
        (await buyer.AddLicenseAsync("198.51.100.1")).Worked("addIpLicense");
        Assert.Equal("2.95, 1 licences", await admin.UsageAsync(id));
    }

    [Fact]
    public async Task A_payment_that_comes_to_nothing_is_taken_off_again()
    {
        await using var world = await World.StartAsync();
        var admin = await world.ResellerAsync();
        var bad = await admin.CardAsync("pm_card_chargeCustomerFail");
        var (id, secret) = await admin.TokenAsync(new { dailySpend = "50.00" });
        var buyer = world.With(secret);

        var declined = (await buyer.TopUpAsync("50.00", bad)).Worked("topUp");
        Assert.Equal("DECLINED", declined.Text("topUp.payment.state"));
        Assert.Equal("0.00, 0 licences", await admin.UsageAsync(id));

        var begun = (await buyer.SendAsync("mutation($key: IdempotencyKey!) { startPayPalTopUp(input: { amount: \"50.00\", returnUrl: \"https://a.example/\", cancelUrl: \"https://a.example/\", idempotencyKey: $key }) { payment { id } errors { ... on Error { code } } } }", new { key = World.Key() })).Worked("startPayPalTopUp");
        Assert.Equal("TOKEN_LIMIT_EXCEEDED", (await buyer.TopUpAsync("10.00")).Code("topUp"));
        (await buyer.SendAsync("mutation($id: ID!) { cancelPayment(input: { id: $id }) { errors { ... on Error { code } } } }", new { id = begun.Text("startPayPalTopUp.payment.id") })).Worked("cancelPayment");
        (await buyer.TopUpAsync("50.00")).Worked("topUp");
        Assert.Equal("50.00, 0 licences", await admin.UsageAsync(id));
    }

    [Fact]
    public async Task In_a_list_what_the_limit_covers_is_bought_and_what_the_balance_refuses_is_not_counted()
    {
        await using var world = await World.StartAsync();
        var admin = await world.ResellerAsync();
        var (id, secret) = await admin.TokenAsync(new { dailySpend = "5.00", licensesPerHour = 10 });
        var answer = (await world.With(secret).AddLicensesAsync(Enumerable.Range(1, 4).Select(number => ($"198.51.100.{number}", "KERNELCARE")))).Worked("addIpLicenses");
        Assert.Equal([null, null, "TOKEN_LIMIT_EXCEEDED", "TOKEN_LIMIT_EXCEEDED"], Codes(answer));
        Assert.Equal("4.12, 2 licences", await admin.UsageAsync(id));

        // The balance covers less than the token may.
        await world.RunAsync(await admin.NumberAsync(), quantity: 118);
        var (other, rich) = await admin.TokenAsync(new { dailySpend = "500.00" });
        Assert.Equal([null, "INSUFFICIENT_FUNDS"], Codes(await world.With(rich).AddLicensesAsync([("198.51.100.9", "KERNELCARE"), ("198.51.100.8", "IMUNIFY360_UNLIMITED")])));
        Assert.Equal("2.06, 1 licences", await admin.UsageAsync(other));
    }

    [Fact]
    public async Task Licences_are_counted_by_the_hour()
    {
        await using var world = await World.StartAsync();
        var admin = await world.ResellerAsync();
        var (id, secret) = await admin.TokenAsync(new { licensesPerHour = 2 });
        var buyer = world.With(secret);
        await buyer.LicensedAsync("198.51.100.1");
        await buyer.LicensedAsync("198.51.100.2");

        var refused = await buyer.SendAsync($"mutation {{ addIpLicense(input: {{ ip: \"198.51.100.3\", type: \"KERNELCARE\" }}) {{ {Exceeded} }} }}");
        var error = refused.At("addIpLicense.errors")[0];
        Assert.Equal(("LICENSES_PER_HOUR", "2", "2", "1", "2026-11-10T13:00:00.000Z"), (error.GetProperty("kind").GetString(), error.GetProperty("limit").GetString(), error.GetProperty("used").GetString(), error.GetProperty("asked").GetString(), error.GetProperty("resetsAt").GetString()));
        (await buyer.TopUpAsync("10.00")).Worked("topUp");

        world.Clock.Advance(TimeSpan.FromHours(1));
        await buyer.LicensedAsync("198.51.100.3");
        Assert.Equal("16.18, 1 licences", await admin.UsageAsync(id));
    }

    [Fact]
    public async Task A_token_for_some_products_buys_no_others()
    {
        await using var world = await World.StartAsync();
        var admin = await world.ResellerAsync();
        var (_, secret) = await admin.TokenAsync(new { products = new[] { "Imunify360" } });
        var buyer = world.With(secret);
        var license = await buyer.LicensedAsync("198.51.100.1", "IMUNIFY360_SINGLE");
        await buyer.LicensedAsync("198.51.100.2", "IMUNIFY_AV_PLUS");

        var refused = await buyer.AddLicenseAsync("198.51.100.1");
        Assert.Equal("TOKEN_PRODUCT_NOT_ALLOWED", refused.Code("addIpLicense"));
        Assert.Equal("This API token may not buy KernelCare. It may buy: Imunify360.", refused.Text("addIpLicense.errors.0.message"));
        Assert.Equal("TOKEN_PRODUCT_NOT_ALLOWED", (await buyer.ActivateBackupAsync(license, 10)).Code("activateBackup"));
        (await buyer.RemoveLicensesAsync(await admin.LicensedAsync("198.51.100.3"))).Worked("removeIpLicenses");
    }

    [Fact]
    public async Task A_limit_holds_from_the_next_call_on_and_what_is_left_out_is_not_limited()
    {
        await using var world = await World.StartAsync();
        var admin = await world.ResellerAsync();
        var (id, secret) = await admin.TokenAsync();
        var buyer = world.With(secret);
        await buyer.LicensedAsync("198.51.100.1");

        var changed = (await admin.UpdateTokenAsync(id, new { dailySpend = "2.00", products = new[] { "KernelCare", "CL Backup" } }, name: "shop")).Worked("updateApiToken");
        Assert.Equal("""{"dailySpend":"2.00","licensesPerHour":null,"products":["KernelCare","CL Backup"]}""", changed.At("updateApiToken.apiToken.limits").ToString().Replace(" ", "", StringComparison.Ordinal).Replace("CLBackup", "CL Backup", StringComparison.Ordinal));
        Assert.Equal("TOKEN_LIMIT_EXCEEDED", (await buyer.AddLicenseAsync("198.51.100.2")).Code("addIpLicense"));

        (await admin.UpdateTokenAsync(id, name: "store")).Worked("updateApiToken");
        Assert.Equal("TOKEN_LIMIT_EXCEEDED", (await buyer.AddLicenseAsync("198.51.100.2")).Code("addIpLicense"));
        (await admin.UpdateTokenAsync(id, new { })).Worked("updateApiToken");
        await buyer.LicensedAsync("198.51.100.2");
    }

    [Fact]
    public async Task What_could_be_got_around_is_not_given()
    {
        await using var world = await World.StartAsync();
        var admin = await world.ResellerAsync();
        Assert.Equal("INVALID_INPUT", (await admin.CreateTokenAsync(new { dailySpend = "1.00" }, scopes: ["users:write", "licenses:write"])).Code("createApiToken"));
        var (id, _) = await admin.TokenAsync(scopes: ["users:write"]);
        Assert.Equal("INVALID_INPUT", (await admin.UpdateTokenAsync(id, new { licensesPerHour = 1 })).Code("updateApiToken"));

        var (_, limited) = await admin.TokenAsync(new { dailySpend = "20.00" });
        var (_, free) = await admin.TokenAsync(new { licensesPerHour = 1 });
        Assert.Equal("TOKEN_IS_LIMITED", (await world.With(limited).SaveAutopaymentAsync("AUTO_ADD_FUNDS", "5000.00")).Code("saveAutopayment"));
        (await world.With(free).SaveAutopaymentAsync("AUTO_ADD_FUNDS", "5000.00")).Worked("saveAutopayment");
    }

    [Theory]
    [InlineData("dailySpend", "-0.01")]
    [InlineData("licensesPerHour", -1)]
    [InlineData("licensesPerHour", 1_000_001)]
    [InlineData("products", "Windows")]
    [InlineData("products", null)]
    public async Task A_limit_that_cannot_be_is_refused(string limit, object? value)
    {
        await using var world = await World.StartAsync();
        object? sent = limit == "products" ? value is null ? Array.Empty<string>() : new[] { value } : value;
        var answer = await (await world.ResellerAsync()).CreateTokenAsync(new Dictionary<string, object?>(StringComparer.Ordinal) { [limit] = sent });
        Assert.Equal("INVALID_INPUT", answer.Code("createApiToken"));
        Assert.StartsWith(limit, answer.Text("createApiToken.errors.0.message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_autopayment_that_follows_is_not_the_tokens()
    {
        await using var world = await World.StartAsync();
        var admin = await world.ResellerAsync(autopayment: "AUTO_REPAY");
        await world.RunAsync(await admin.NumberAsync(), quantity: 119);
        var (id, secret) = await admin.TokenAsync(new { dailySpend = "30.00" });
        (await world.With(secret).AddLicenseAsync("198.51.100.1", "IMUNIFY360_UNLIMITED")).Worked("addIpLicense");
        await world.SettleAsync();

        Assert.Contains(await admin.PaymentsAsync(), payment => payment.StartsWith("AUTOPAYMENT POSTED", StringComparison.Ordinal));
        Assert.Equal("28.00, 1 licences", await admin.UsageAsync(id));
    }

    [Fact]
    public async Task Without_Billing_licences_and_products_are_limited_all_the_same()
    {
        await using var world = await World.StartAsync(settings: [("Modules:Billing:Enabled", "false"), ("Modules:Invoices:Enabled", "false")]);
        var admin = await world.ResellerAsync("standard");
        var (id, secret) = await admin.TokenAsync(new { dailySpend = "0.00", licensesPerHour = 1, products = new[] { "KernelCare" } });
        var buyer = world.With(secret);
        Assert.Equal("TOKEN_PRODUCT_NOT_ALLOWED", (await buyer.AddLicenseAsync("198.51.100.1", "CLOUDLINUX_OS")).Code("addIpLicense"));
        await buyer.LicensedAsync("198.51.100.1");
        Assert.Equal("TOKEN_LIMIT_EXCEEDED", (await buyer.AddLicenseAsync("198.51.100.2")).Code("addIpLicense"));
        Assert.Equal("0.00, 1 licences", await admin.UsageAsync(id));
    }

    [Fact]
    public async Task Every_mutation_that_spends_the_balance_tells_of_a_tokens_limits()
    {
        await using var world = await World.StartAsync();
        var union = world.Services.GetRequiredService<ISchema>().AllTypes.OfType<UnionGraphType>().Select(type => type.PossibleTypes.Select(possible => possible.Name).ToHashSet(StringComparer.Ordinal)).ToList();
        var spending = union.Where(errors => errors.Contains(nameof(InsufficientFunds))).ToList();
        Assert.Equal(6, spending.Count);
        Assert.All(spending, errors => Assert.Superset(new HashSet<string> { nameof(TokenLimitExceeded), nameof(TokenProductNotAllowed) }, errors));
        Assert.Equal(8, union.Count(errors => errors.Contains(nameof(TokenLimitExceeded))));
    }

    private static IEnumerable<string?> Codes(Answer answer) =>
        answer.List("addIpLicenses.addIpLicenseResults").Select(result => result.GetProperty("errors") is { ValueKind: System.Text.Json.JsonValueKind.Array } errors ? errors[0].GetProperty("code").GetString() : null);
}
