using Cln.Data;
using Cln.Host.Audit;
using Cln.Host.Data;
using Cln.Tests.Access;
using Cln.Tests.Billing;
using Cln.Tests.Data;
using Cln.Tests.IpLicenses;
using Cln.Tests.Walks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Tests.Audit;

public sealed class AuditLogTests
{
    [EveryDatabase]
    public async Task An_entry_says_who_did_what_to_which_thing_from_where(DatabaseKind kind)
    {
        await using var world = await World.StartAsync(kind);
        var admin = await world.ResellerAsync(login: "anna");
        var (token, secret) = await admin.TokenAsync();
        var license = (await world.With(secret, "203.0.113.7").AddLicenseAsync("198.51.100.1")).Worked("addIpLicense").Text("addIpLicense.ipLicense.id");

        Assert.Equal("TOKEN addIpLicense DONE  203.0.113.7", Assert.Single(await EntriesAsync(admin, "action: { eq: \"addIpLicense\" }")));
        var entry = (await admin.SendAsync("{ auditLog(first: 1, where: { action: { eq: \"addIpLicense\" } }) { nodes { at principal subjects requestId reseller { login } detail reason } } }")).Worked().At("auditLog.nodes.0");
        Assert.Equal(("2026-11-10T12:00:00.000Z", license, "anna"), (entry.GetProperty("at").GetString(), Assert.Single(entry.GetProperty("subjects").EnumerateArray()).GetString(), entry.GetProperty("reseller").GetProperty("login").GetString()));
        Assert.Equal($"token:{TokenNumber(token)}", entry.GetProperty("principal").GetString());
        Assert.Matches("^[0-9a-f]{32}$", entry.GetProperty("requestId").GetString()!);
    }

    [Fact]
    public async Task A_refusal_is_written_with_its_code_and_a_query_leaves_nothing()
    {
        await using var world = await World.StartAsync();
        var admin = await world.ResellerAsync();
        var before = await CountAsync(world);
        await admin.SendAsync("{ ipLicenses(first: 1) { totalCount } balance { amount } }");
        Assert.Equal(before, await CountAsync(world));

        Assert.Equal("UNKNOWN_LICENSE_TYPE", (await admin.AddLicenseAsync("198.51.100.1", "WINDOWS")).Code("addIpLicense"));
        Assert.Equal("UNKNOWN_LICENSE_TYPE", (await admin.AddLicenseAsync("198.51.100.1", "WINDOWS", World.Key())).Code("addIpLicense"));
        Assert.Equal(["TOKEN addIpLicense REFUSED UNKNOWN_LICENSE_TYPE 127.0.0.1", "TOKEN addIpLicense REFUSED UNKNOWN_LICENSE_TYPE 127.0.0.1"], await EntriesAsync(admin, "outcome: { eq: REFUSED }"));
    }

    [Fact]
    public async Task What_is_answered_again_leaves_no_second_entry_and_hides_none_beside_it()
    {
        await using var world = await World.StartAsync();
        var admin = await world.ResellerAsync();
        var key = World.Key();
        (await admin.TopUpAsync("20.00", key: key)).Worked("topUp");
        (await admin.AddLicenseAsync("198.51.100.1", key: key)).Worked("addIpLicense");
        var before = await CountAsync(world);

        var answer = await admin.SendAsync(
            "mutation($key: IdempotencyKey!) { topUp(input: { amount: \"20.00\", idempotencyKey: $key }) { payment { id } } addIpLicense(input: { ip: \"198.51.100.1\", type: \"KERNELCARE\", idempotencyKey: $key }) { ipLicense { id } } other: addIpLicense(input: { ip: \"198.51.100.2\", type: \"KERNELCARE\" }) { ipLicense { id } } }",
            new { key });
        answer.Worked();
        Assert.Equal(before + 1, await CountAsync(world));
    }

    [Fact]
    public async Task A_refused_sign_in_is_told_to_the_account_whose_login_it_was_and_what_was_typed_is_not_kept()
    {
        await using var world = await World.StartAsync();
        var admin = await world.ResellerAsync(login: "anna");
        foreach (var login in new[] { "anna", "nobody-types-a-password-here" })
            Assert.Equal("SIGN_IN_REFUSED", (await world.With("no session", "203.0.113.9").SendAsync("mutation($login: String!) { signIn(input: { login: $login, password: \"a wrong horse battery\" }) { errors { ... on Error { code } } } }", new { login })).Code("signIn"));

        Assert.Equal(["ANONYMOUS signIn REFUSED SIGN_IN_REFUSED 203.0.113.9"], await EntriesAsync(admin, "action: { eq: \"signIn\" }, outcome: { eq: REFUSED }"));
        Assert.Equal(2, (await EntriesAsync(await world.OperatorAsync(), "action: { eq: \"signIn\" }, outcome: { eq: REFUSED }")).Count);
        Assert.DoesNotContain("nobody-types", await world.DumpAsync(row => row is AuditEntry), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_sees_its_own_entries_and_of_the_vendors_staff_only_that_it_was_they()
    {
        await using var world = await World.StartAsync();
        var anna = await world.ResellerAsync(login: "anna");
        var bert = await world.ResellerAsync(login: "bert");
        var op = await world.OperatorAsync();
        (await op.AdjustAsync(await anna.NumberAsync(), "5.00", reason: "Nobody's business")).Worked("adjustBalance");

        const string query = "{ auditLog(first: 1, where: { actor: { eq: OPERATOR }, action: { neq: \"signIn\" } }) { totalCount nodes { principal address reason detail subjects } } }";
        var seen = (await anna.SendAsync(query)).Worked().At("auditLog.nodes.0").ToString();
        Assert.Contains("\"operator\"", seen, StringComparison.Ordinal);
        Assert.Contains("5.00 USD", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("Nobody", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1", seen, StringComparison.Ordinal);
        Assert.Equal(0, (await bert.SendAsync(query)).Worked().Number("auditLog.totalCount"));
        Assert.Equal("Nobody's business", (await op.SendAsync(query)).Worked().Text("auditLog.nodes.0.reason"));

        var (_, secret) = await anna.TokenAsync();
        Assert.Equal(["FORBIDDEN"], (await world.With(secret).SendAsync(query)).Codes);
    }

    [EveryDatabase]
    public async Task An_entry_is_in_the_transaction_of_its_change_and_is_never_changed(DatabaseKind kind)
    {
        await using var world = await World.StartAsync(kind);
        var admin = await world.ResellerAsync();
        await world.InUnitAsync((ClnDbContext db) => db.Database.ExecuteSqlRawAsync(kind == DatabaseKind.Sqlite
            ? "CREATE TRIGGER full BEFORE INSERT ON audit_log BEGIN SELECT RAISE(ABORT, 'full'); END"
            : "ALTER TABLE audit_log ADD CONSTRAINT only_few CHECK (action <> 'addIpLicense') NOT VALID"));
        world.ExpectsErrors = true;

        Assert.Equal("INTERNAL_ERROR", (await admin.AddLicenseAsync("198.51.100.1")).Code("addIpLicense"));
        Assert.Empty(await admin.LicensedIpsAsync("first: 10"));

        await using var scope = world.PlatformScope();
        var refused = await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => scope.ServiceProvider.GetRequiredService<ClnDbContext>().Database.ExecuteSqlRawAsync("UPDATE audit_log SET principal = 'x'"));
        Assert.Contains("never changed", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_platform_does_by_itself_is_there_too()
    {
        await using var world = await World.StartAsync();
        var api = await world.ShortResellerAsync(owes: "5.00");
        await world.PassDaysAsync(7);
        Assert.Equal(["PLATFORM suspendLicenses DONE  "], await EntriesAsync(api, "actor: { eq: PLATFORM }"));
    }

    [EveryDatabase]
    public async Task Old_entries_are_taken_out_by_the_job(DatabaseKind kind)
    {
        await using var world = await World.StartAsync(kind, settings: ("Audit:KeepDays", "30"));
        var admin = await world.ResellerAsync();
        world.Clock.Advance(TimeSpan.FromDays(31));
        await admin.LicensedAsync("198.51.100.1");
        await world.RunJobAsync<TrimAuditLog>();
        Assert.Equal(["TOKEN addIpLicense DONE  127.0.0.1"], await EntriesAsync(admin, "action: { neq: \"\" }"));
    }

    [Fact]
    public void They_are_kept_for_four_hundred_days_where_nothing_else_is_set()
    {
        Assert.Equal(400, AuditRetention.Read(new ConfigurationBuilder().Build()).Days);
        Assert.Throws<Host.WrongSetting>(() => AuditRetention.Read(new ConfigurationBuilder().AddInMemoryCollection([new("Audit:KeepDays", "0")]).Build()));
    }

    private static async Task<IReadOnlyList<string>> EntriesAsync(Api api, string where) =>
        [.. (await api.SendAsync($"{{ auditLog(first: 100, where: {{ {where} }}) {{ nodes {{ actor action outcome code address }} }} }}")).Worked().List("auditLog.nodes")
            .Select(entry => string.Join(' ', new[] { "actor", "action", "outcome", "code", "address" }.Select(field => entry.GetProperty(field).GetString())))];

    private static async Task<int> CountAsync(World world) => (await new AuditWalk(world).EntriesAsync()).Count;

    private static long TokenNumber(string id) => Host.Graph.NodeIds.Decode("ApiToken", id);
}
