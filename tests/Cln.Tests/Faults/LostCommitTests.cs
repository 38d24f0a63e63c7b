using Cln.Host.Data;

namespace Cln.Tests.Faults;

/// <summary>A COMMIT that was done and whose answer never came. The host, the real one, goes to PostgreSQL through a proxy that loses it.</summary>
public sealed class LostCommitTests
{
    private const string TopUp = "mutation($key: IdempotencyKey!) { topUp(input: { amount: \"50.00\", idempotencyKey: $key }) { payment { id state } errors { ... on Error { code message } } } }";
    private const string Add = "mutation($key: IdempotencyKey!) { addIpLicense(input: { ip: \"198.51.100.7\", type: \"KERNELCARE\", idempotencyKey: $key }) { ipLicense { id } errors { ... on Error { code message } } } }";

    [PostgresFact]
    public async Task A_posting_whose_commit_answer_was_lost_is_neither_doubled_nor_reported_as_failed()
    {
        await using var proxies = new Proxies();
        await using var world = await World.StartAsync(DatabaseKind.Postgres, _ => { }, reach: proxies.Through);
        var proxy = proxies.One;
        // Entity Framework logs the commit whose answer it misses.
        world.ExpectsErrors = true;
        var reseller = await world.ResellerAsync();

        proxy.LoseCommitsOf("INSERT INTO billing_ledger_transactions");
        var paid = (await reseller.SendAsync(TopUp, new { key = World.Key() })).Worked("topUp");
        Assert.Equal(1, proxy.CommitsLost);
        proxy.LoseCommitsOf("INSERT INTO billing_ledger_transactions");
        var added = (await reseller.SendAsync(Add, new { key = World.Key() })).Worked("addIpLicense");
        await world.SettleAsync();

        Assert.Equal(2, proxy.CommitsLost);
        Assert.Equal("POSTED", paid.Text("topUp.payment.state"));
        Assert.NotEmpty(added.Text("addIpLicense.ipLicense.id"));
        var after = (await reseller.SendAsync("{ payments(first: 10) { totalCount } ipLicenses(first: 10) { totalCount } }")).Worked();
        Assert.Equal((2, 1), (after.Number("payments.totalCount"), after.Number("ipLicenses.totalCount")));
    }

    /// <summary>Made when the world says where its database is, and gone after the world.</summary>
    private sealed class Proxies : IAsyncDisposable
    {
        private ChaosProxy? one;

        public ChaosProxy One => one!;

        public string Through(string direct) => (one = ChaosProxy.Before(Postgres.Of(direct))).Through(direct);

        public ValueTask DisposeAsync() => one?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
