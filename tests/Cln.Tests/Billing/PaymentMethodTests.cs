namespace Cln.Tests.Billing;

public sealed class PaymentMethodTests
{
    [Fact]
    public async Task The_card_of_the_deposit_is_the_first_and_current_and_others_follow_in_order()
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync();

        var added = (await api.AddCardAsync("pm_card_mastercard")).Worked("addPaymentMethod");
        await api.AddCardAsync("pm_card_amex", makeCurrent: true);

        Assert.Equal(("Mastercard •••• 4444", false, "2034-12-31"), (added.Text("addPaymentMethod.paymentMethod.label"), added.At("addPaymentMethod.paymentMethod.current").GetBoolean(), added.Text("addPaymentMethod.paymentMethod.expiresOn")));
        Assert.Equal(["Visa •••• 4242", "Mastercard •••• 4444", "American Express •••• 0005 (current)"], await CardsAsync(api));
    }

    [Fact]
    public async Task Removing_the_current_card_makes_the_next_one_current_and_after_the_last_the_first()
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync();
        await api.AddCardAsync("pm_card_mastercard");
        await api.AddCardAsync("pm_card_amex");

        await ChangeAsync(api, "setCurrentPaymentMethod", 1);
        await ChangeAsync(api, "removePaymentMethod", 1);
        Assert.Equal(["Visa •••• 4242", "American Express •••• 0005 (current)"], await CardsAsync(api));
        await ChangeAsync(api, "removePaymentMethod", 1);
        Assert.Equal(["Visa •••• 4242 (current)"], await CardsAsync(api));
        await ChangeAsync(api, "removePaymentMethod", 0);
        Assert.Empty(await CardsAsync(api));
        await api.AddCardAsync("pm_card_mastercard");
        Assert.Equal(["Mastercard •••• 4444 (current)"], await CardsAsync(api));
    }

    [Theory]
    [InlineData("sandbox", "pm_card_chargeDeclined", "PAYMENT_METHOD_REFUSED", "Your card was declined.")]
    [InlineData("sandbox", "pm_card_visa_chargeDeclinedInsufficientFunds", "PAYMENT_METHOD_REFUSED", "Your card has insufficient funds.")]
    [InlineData("sandbox", "4242424242424242", "PAYMENT_METHOD_REFUSED", "takes test tokens")]
    [InlineData("sandbox", "", "PAYMENT_METHOD_REFUSED", "takes test tokens")]
    [InlineData("stripe", "pm_card_visa", "GATEWAY_NOT_CONFIGURED", "no payment gateway \"stripe\"")]
    public async Task A_card_that_its_gateway_does_not_take_is_not_kept(string gateway, string token, string code, string says)
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync();

        var answer = await api.AddCardAsync(token, gateway: gateway);

        Assert.Equal(code, answer.Code("addPaymentMethod"));
        Assert.Contains(says, answer.Text("addPaymentMethod.errors.0.message"));
        Assert.Single(await CardsAsync(api));
    }

    [Fact]
    public async Task There_is_room_for_twenty()
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync();
        for (var count = 1; count < 20; count++) (await api.AddCardAsync("pm_card_visa")).Worked("addPaymentMethod");

        Assert.Equal("TOO_MANY_PAYMENT_METHODS", (await api.AddCardAsync("pm_card_visa")).Code("addPaymentMethod"));
        Assert.Equal(20, (await CardsAsync(api)).Count);
    }

    [Fact]
    public async Task Anothers_card_is_not_found_whatever_is_asked_of_it()
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync();
        var other = await world.ResellerAsync();
        var id = await IdAsync(api, 0);

        foreach (var change in new[] { "setCurrentPaymentMethod", "removePaymentMethod" })
            Assert.Equal("NOT_FOUND", (await SendChangeAsync(other, change, id)).Code(change));
        Assert.True((await other.SendAsync("query($id: ID!) { node(id: $id) { id } }", new { id })).Worked().IsNull("node"));
        Assert.Equal(["Visa •••• 4242 (current)"], await CardsAsync(api));
    }

    [Fact]
    public async Task Of_several_made_current_at_once_one_is()
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync();
        await api.AddCardAsync("pm_card_mastercard");
        await api.AddCardAsync("pm_card_amex");
        string[] ids = [await IdAsync(api, 0), await IdAsync(api, 1), await IdAsync(api, 2)];

        var answers = await Task.WhenAll(ids.Select(id => SendChangeAsync(api, "setCurrentPaymentMethod", id)));

        Assert.All(answers, answer => answer.Worked("setCurrentPaymentMethod"));
        Assert.Single(await CardsAsync(api), card => card.EndsWith("(current)", StringComparison.Ordinal));
    }

    private static async Task<IReadOnlyList<string>> CardsAsync(Api api) =>
        [.. (await api.SendAsync("{ paymentMethods { label current } }")).Worked().List("paymentMethods").Select(card => card.GetProperty("label").GetString() + (card.GetProperty("current").GetBoolean() ? " (current)" : ""))];

    private static async Task<string> IdAsync(Api api, int index) => (await api.SendAsync("{ paymentMethods { id } }")).Worked().Text($"paymentMethods.{index}.id");

    private static async Task ChangeAsync(Api api, string change, int index) => (await SendChangeAsync(api, change, await IdAsync(api, index))).Worked(change);

    private static Task<Answer> SendChangeAsync(Api api, string change, string id) =>
        api.SendAsync($"mutation($id: ID!) {{ {change}(input: {{ id: $id }}) {{ paymentMethod {{ label current }} errors {{ ... on Error {{ code }} }} }} }}", new { id });
}
