namespace Cln.Tests.Billing;

public sealed class BalanceTests
{
    [Fact]
    public async Task A_subscriber_hears_the_balance_now_and_then_each_version_once_in_order()
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync();
        var reseller = await api.NumberAsync();
        await using var balances = await api.SubscribeAsync("subscription { balanceChanged { version amount currency } }");
        await balances.AtLeastAsync(1);

        await Task.WhenAll(Enumerable.Range(1, 8).Select(number => world.RunAsync(reseller, quantity: 1, key: $"test/{number}")));

        var heard = (await balances.AtLeastAsync(9)).Select(data => data.GetProperty("balanceChanged")).Select(balance => $"{balance.GetProperty("version")}: {balance.GetProperty("amount")} {balance.GetProperty("currency")}");
        Assert.Equal(Enumerable.Range(0, 9).Select(number => $"{number + 1}: {new Money(1000_00 - (number * 8_40))} USD"), heard);
    }

    [Fact]
    public async Task Nobody_hears_of_anothers_balance()
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync();
        var other = await world.ResellerAsync();
        await using var balances = await other.SubscribeAsync("subscription { balanceChanged { version amount } }");
        await balances.AtLeastAsync(1);

        await world.RunAsync(await api.NumberAsync(), quantity: 1);
        await world.RunAsync(await other.NumberAsync(), quantity: 2);

        var heard = await balances.AtLeastAsync(2);
        Assert.Equal(["1000.00", "983.20"], heard.Select(data => data.GetProperty("balanceChanged").GetProperty("amount").GetString()));
    }

    [Fact]
    public async Task An_operator_sees_the_balance_of_each_reseller()
    {
        await using var world = await World.StartAsync();
        await world.ResellerAsync("silver");
        await world.ResellerAsync("gold");
        var vendor = await world.OperatorAsync();

        var answer = (await vendor.SendAsync("{ resellers(first: 10) { nodes { balance { amount currency version } } } }")).Worked();

        Assert.Equal(["3000.00", "1000.00"], answer.List("resellers.nodes").Select(node => node.GetProperty("balance").GetProperty("amount").GetString()));
        Assert.Equal(["NO_RESELLER"], (await vendor.SendAsync("{ balance { amount } }")).Codes);
    }

    [Fact]
    public async Task Anybody_may_read_the_price_list()
    {
        await using var world = await World.StartAsync();

        var answer = (await world.Anonymous().SendAsync("{ priceList { code name deposit backupPer10Gb prices { monthly licenseType { code } } } }")).Worked();

        Snapshooter.Xunit.Snapshot.Match(answer.Data.GetProperty("priceList").ToString());
    }

    [Fact]
    public async Task Nobody_else_may_read_money()
    {
        await using var world = await World.StartAsync();

        foreach (var field in new[] { "balance { amount }", "ledgerEntries(first: 1) { totalCount }", "payments(first: 1) { totalCount }", "paymentMethods { id }", "autopayment { type }" })
            Assert.Equal(["UNAUTHENTICATED"], (await world.Anonymous().SendAsync($"{{ {field} }}")).Codes);
    }
}
