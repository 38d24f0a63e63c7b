namespace Cln.Tests;

public sealed class StoryTests
{
    [Fact]
    public async Task Smoke()
    {
        await using var world = await World.StartAsync();
        var reseller = await world.ResellerAsync();
        var answer = await reseller.SendAsync("{ balance { amount currency version } me { login scopes reseller { number name balance { amount } } } }");
        Assert.Equal("1000.00", answer.Worked().Text("balance.amount"));
    }
}
