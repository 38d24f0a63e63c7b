using Cln.Host.Audit;
using Cln.Host.Data;
using Cln.Host.Idempotency;
using Cln.IpLicenses;
using Cln.Spacewalk;
using Cln.Tests.Data;
using Cln.Tests.Registration;

namespace Cln.Tests.Walks;

/// <summary>Input whose every value is of its scalar, and which is refused all the same.</summary>
[Collection(nameof(Neighbours))]
public sealed class BadInputTests(Neighbours neighbours)
{
    [Theory]
    [InlineData("INVALID_INPUT", "topUp", "amount: \"-20.00\", idempotencyKey: KEY")]
    [InlineData("INVALID_INPUT", "topUp", "amount: \"0.00\", idempotencyKey: KEY")]
    [InlineData("INVALID_INPUT", "topUp", "amount: \"9.99\", idempotencyKey: KEY")]
    [InlineData("INVALID_INPUT", "topUp", "amount: \"50000.01\", idempotencyKey: KEY")]
    [InlineData("INVALID_ID", "topUp", "amount: \"20.00\", paymentMethodId: LICENSE, idempotencyKey: KEY")]
    [InlineData("INVALID_ID", "cancelPayment", "id: LICENSE")]
    [InlineData("NOT_FOUND", "cancelPayment", "id: \"UGF5bWVudDo5OTk5\"")]
    [InlineData("NOT_FOUND", "resumePayment", "id: \"UGF5bWVudDo5OTk5\"")]
    [InlineData("INVALID_INPUT", "startPayPalTopUp", "amount: \"20.00\", returnUrl: \"javascript:alert(1)\", cancelUrl: \"https://a.example/\", idempotencyKey: KEY")]
    [InlineData("INVALID_INPUT", "saveAutopayment", "type: AUTO_ADD_FUNDS")]
    [InlineData("INVALID_INPUT", "saveAutopayment", "type: AUTO_ADD_FUNDS, amount: \"-1.00\"")]
    [InlineData("INVALID_INPUT", "saveAutopayment", "type: NONE, amount: \"100.00\"")]
    [InlineData("GATEWAY_NOT_CONFIGURED", "addPaymentMethod", "gateway: \"bank\", token: \"pm_card_visa\"")]
    [InlineData("PAYMENT_METHOD_REFUSED", "addPaymentMethod", "gateway: \"sandbox\", token: \"4242424242424242\"")]
    [InlineData("UNKNOWN_LICENSE_TYPE", "addIpLicense", "ip: \"198.51.100.1\", type: \"WINDOWS\"")]
    [InlineData("UNKNOWN_LICENSE_TYPE", "convertIpLicense", "id: LICENSE, type: \"\"")]
    [InlineData("CANNOT_CONVERT", "convertIpLicense", "id: LICENSE, type: \"KERNELCARE\"")]
    [InlineData("INVALID_ID", "convertIpLicense", "id: ACCOUNT, type: \"IMUNIFY360_30\"")]
    [InlineData("NOT_FOUND", "convertIpLicense", "id: \"SXBMaWNlbnNlOjk5OTk=\", type: \"IMUNIFY360_30\"")]
    [InlineData("NOT_FOUND", "removeIpLicenses", "ids: [LICENSE, \"SXBMaWNlbnNlOjk5OTk=\"]")]
    [InlineData("INVALID_BACKUP_SIZE", "resizeBackup", "id: BACKUP, sizeGb: 15")]
    [InlineData("INVALID_BACKUP_SIZE", "resizeBackup", "id: BACKUP, sizeGb: 0")]
    [InlineData("INVALID_BACKUP_SIZE", "resizeBackup", "id: BACKUP, sizeGb: -10")]
    [InlineData("INVALID_BACKUP_SIZE", "resizeBackup", "id: BACKUP, sizeGb: 2147483640")]
    [InlineData("BACKUP_EXISTS", "activateBackup", "ipLicenseId: LICENSE, sizeGb: 10, dataCenter: \"EU1\"")]
    [InlineData("UNKNOWN_DATA_CENTER", "activateBackup", "ipLicenseId: LICENSE, sizeGb: 10, dataCenter: \"MOON\"")]
    [InlineData("LIMIT_BELOW_USE", "updateServerAccount", "id: ACCOUNT, limit: 0")]
    [InlineData("INVALID_INPUT", "updateServerAccount", "id: ACCOUNT, limit: -1")]
    [InlineData("INVALID_INPUT", "updateServerAccount", "id: ACCOUNT, limit: 10001")]
    [InlineData("INVALID_INPUT", "updateServerAccount", "id: ACCOUNT, email: \"nobody\"")]
    [InlineData("INVALID_INPUT", "addServerAccount", "login: \"a b\", firstName: \"A\", lastName: \"B\", company: \"C\", email: \"a@b.example\", limit: 1")]
    [InlineData("INVALID_INPUT", "addServerAccount", "login: \"IPR-2-web\", firstName: \"A\", lastName: \"B\", company: \"C\", email: \"a@b.example\", limit: 1")]
    [InlineData("SERVER_ACCOUNT_LOGIN_TAKEN", "addServerAccount", "login: \"SHOP\", firstName: \"A\", lastName: \"B\", company: \"C\", email: \"a@b.example\", limit: 1")]
    [InlineData("INVALID_INPUT", "createApiToken", "name: \" \", scopes: [\"licenses:read\"]")]
    [InlineData("INVALID_INPUT", "createApiToken", "name: \"walk\", scopes: []")]
    [InlineData("INVALID_INPUT", "createApiToken", "name: \"walk\", scopes: [\"operator\"]")]
    [InlineData("INVALID_INPUT", "createApiToken", "name: \"walk\", scopes: [\"licenses:read\"], expiresAt: \"2026-01-01T00:00:00Z\"")]
    [InlineData("INVALID_INPUT", "inviteUser", "login: \"newcomer\", email: \"new@owner.example\", role: OPERATOR")]
    [InlineData("INVALID_INPUT", "inviteUser", "login: \"no\", email: \"new@owner.example\", role: BILLING")]
    [InlineData("LOGIN_TAKEN", "inviteUser", "login: \"STRANGER\", email: \"new@owner.example\", role: BILLING")]
    [InlineData("LAST_ADMIN", "removeUser", "id: USER")]
    [InlineData("INVALID_INPUT", "registerServer", "hostname: \"-\"")]
    [InlineData("KEY_UNKNOWN", "registerServer", "hostname: \"web.example\", key: \"1-0\"")]
    [InlineData("RESET_LINK_INVALID", "resetPassword", "token: \"\", password: \"\"")]
    public async Task What_the_rules_do_not_allow_is_refused_under_a_stable_code_and_changes_nothing(string code, string mutation, string input)
    {
        var before = await EverythingAsync();
        foreach (var (name, id) in new[]
        {
            ("LICENSE", await neighbours.IdOfAsync<IpLicense>()), ("BACKUP", await neighbours.IdOfAsync<Backup>()), ("ACCOUNT", await neighbours.IdOfAsync<ServerAccount>()),
            ("USER", await neighbours.IdOfAsync<Host.Access.User>()), ("KEY", World.Key()),
        })
            input = input.Replace($": {name}", $": \"{id}\"", StringComparison.Ordinal).Replace($"[{name}", $"[\"{id}\"", StringComparison.Ordinal);

        var answer = await neighbours.Owner.SendAsync($"mutation {{ {mutation}(input: {{ {input} }}) {{ errors {{ __typename ... on Error {{ code message }} }} }} }}");

        Assert.True(answer.Status < 500 && answer.Code(mutation) == code, $"{answer.Status} {answer.Json}");
        Assert.Equal(before, await EverythingAsync());
    }

    [Theory]
    [InlineData("PAGE_OUT_OF_RANGE", "{ ipLicenses(first: 0) { totalCount } }")]
    [InlineData("PAGE_OUT_OF_RANGE", "{ ipLicenses(last: -1) { totalCount } }")]
    [InlineData("PAGE_OUT_OF_RANGE", "{ ipLicenses(first: 101) { totalCount } }")]
    [InlineData("PAGE_OUT_OF_RANGE", "{ ipLicenses(first: 1, last: 1) { totalCount } }")]
    [InlineData("INVALID_CURSOR", "{ ipLicenses(first: 1, after: \"\") { totalCount } }")]
    [InlineData("INVALID_CURSOR", "{ events(after: \"ZXZlbnQ6LTE\") { totalCount } }")]
    [InlineData("INVALID_ORDER", "{ ipLicenses(order: [{}]) { totalCount } }")]
    [InlineData("INVALID_ORDER", "{ ipLicenses(order: [{ ip: ASC, type: ASC }]) { totalCount } }")]
    public async Task A_page_that_cannot_be_is_refused_under_a_stable_code(string code, string query) =>
        Assert.Equal([code], (await neighbours.Owner.SendAsync(query)).Codes);

    [Theory]
    [InlineData("total: { eq: null }", 0)]
    [InlineData("total: { in: [null] }", 0)]
    [InlineData("type: { eq: null }", 0)]
    [InlineData("type: { in: [null] }", 0)]
    [InlineData("payPeriod: { neq: null }", 2)]
    [InlineData("number: { nin: [null] }", 2)]
    [InlineData("createdAt: { gt: null }", 0)]
    public async Task Null_in_a_filter_of_what_always_has_a_value_finds_nothing(string where, int found)
    {
        // Only the deposit and the top-up of the beginning: other tests of this world add more.
        var answer = await neighbours.Owner.SendAsync($"{{ invoices(where: {{ and: [{{ number: {{ in: [\"{neighbours.OwnerId}-1\", \"{neighbours.OwnerId}-2\"] }} }}, {{ {where} }}] }}) {{ totalCount }} }}");
        Assert.Equal(found, answer.Worked().Number("invoices.totalCount"));
    }

    [Fact]
    public async Task More_than_a_call_takes_is_refused_and_nothing_of_it_is_done()
    {
        var before = await EverythingAsync();
        var licenses = Enumerable.Range(0, 10_001).Select(number => new { ip = $"198.18.{number / 256}.{number % 256}", type = "KERNELCARE" });
        var answer = await neighbours.Owner.SendAsync("mutation($licenses: [NewIpLicenseInput!]!) { addIpLicenses(input: { licenses: $licenses }) { errors { ... on Error { code } } } }", new { licenses });
        Assert.Equal("INVALID_INPUT", answer.Code("addIpLicenses"));
        Assert.Equal(["INVALID_INPUT"], (await neighbours.Owner.SendAsync("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", new { ids = Enumerable.Repeat("S2V5OjE=", 101) })).Codes);
        Assert.Equal(before, await EverythingAsync());
    }

    [Theory]
    [InlineData("AGREEMENT", "submitRegistrationPayment completeRegistration resendActivation")]
    [InlineData("PAYMENT", "completeRegistration resendActivation")]
    [InlineData("ACCOUNT", "acceptAgreement chooseDeposit resendActivation")]
    [InlineData("ACTIVATION", "acceptAgreement chooseDeposit completeRegistration")]
    [InlineData("DONE", "acceptAgreement chooseDeposit completeRegistration resendActivation")]
    public async Task A_step_of_the_registration_out_of_order_changes_nothing(string due, string steps)
    {
        var applicant = new Applicant(neighbours.World, $"late-{due.ToLowerInvariant()}");
        await applicant.ReachAsync(due);
        await neighbours.World.SettleAsync();
        var before = await EverythingAsync();
        foreach (var step in steps.Split(' '))
        {
            var answer = step switch
            {
                "acceptAgreement" => await applicant.AcceptAsync(),
                "chooseDeposit" => await applicant.ChooseAsync("gold"),
                "completeRegistration" => await applicant.CompleteAsync(),
                "submitRegistrationPayment" => await applicant.PayAsync(),
                _ => await applicant.ResendAsync(),
            };
            Assert.Equal("OUT_OF_STEP", answer.Code(step));
        }

        Assert.Equal(before, await EverythingAsync());
    }

    [EveryDatabase]
    public async Task A_return_address_that_is_too_long_to_be_kept_is_refused(DatabaseKind database)
    {
        await using var world = await World.StartAsync(database);
        var reseller = await world.ResellerAsync();
        var variables = new { url = $"https://shop.example/{new string('\u00e9', 200)}", key = World.Key() };
        var answer = await reseller.SendAsync("mutation($url: String!, $key: IdempotencyKey!) { startPayPalTopUp(input: { amount: \"20.00\", returnUrl: $url, cancelUrl: $url, idempotencyKey: $key }) { errors { ... on Error { code } } } }", variables);
        Assert.Equal("INVALID_INPUT", answer.Code("startPayPalTopUp"));
    }

    private Task<string> EverythingAsync() => neighbours.World.DumpAsync(row => row is not (IdempotencyRecord or AuditEntry));
}
