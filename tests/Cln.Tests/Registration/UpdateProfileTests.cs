namespace Cln.Tests.Registration;

public sealed class UpdateProfileTests
{
    private const string Update =
        "mutation($input: UpdateProfileInput!) { updateProfile(input: $input) { reseller { firstName lastName billingEmail } errors { ... on Error { code message } } } }";

    [Fact]
    public async Task The_person_to_write_to_can_be_changed_and_the_change_is_in_the_log()
    {
        await using var world = await World.StartAsync();
        var reseller = await world.ResellerAsync();

        var answer = (await reseller.SendAsync(Update, new { input = new { firstName = " Zoë ", lastName = "Ångström", billingEmail = "money@host.example" } })).Worked("updateProfile");

        Assert.Equal(("Zoë", "Ångström", "money@host.example"),
            (answer.Text("updateProfile.reseller.firstName"), answer.Text("updateProfile.reseller.lastName"), answer.Text("updateProfile.reseller.billingEmail")));
        var log = (await reseller.SendAsync("{ events { nodes { type } } reseller { firstName } }")).Worked();
        Assert.Contains(log.List("events.nodes"), node => node.GetProperty("type").GetString() == "ResellerDetailsChanged");
        Assert.Equal("Zoë", log.Text("reseller.firstName"));
    }

    [Theory]
    [InlineData("firstName", "", "Ott", "money@host.example")]
    [InlineData("lastName", "Ann", "\u0007", "money@host.example")]
    [InlineData("billingEmail", "Ann", "Ott", "money")]
    public async Task A_detail_that_is_not_acceptable_is_named_and_nothing_changes(string field, string firstName, string lastName, string billingEmail)
    {
        await using var world = await World.StartAsync();
        var reseller = await world.ResellerAsync();

        var answer = await reseller.SendAsync(Update, new { input = new { firstName, lastName, billingEmail } });

        Assert.Equal("INVALID_INPUT", answer.Code("updateProfile"));
        Assert.StartsWith($"{field}:", answer.Text("updateProfile.errors.0.message"), StringComparison.Ordinal);
        Assert.Equal("Ada", (await reseller.SendAsync("{ reseller { firstName } }")).Text("reseller.firstName"));
    }

    [Fact]
    public async Task Nobody_else_can()
    {
        await using var world = await World.StartAsync();
        var input = new { firstName = "Ann", lastName = "Ott", billingEmail = "money@host.example" };

        Assert.Equal("UNAUTHENTICATED", (await world.Anonymous().SendAsync(Update, new { input })).Codes[0]);
        Assert.Equal("NO_RESELLER", (await (await world.OperatorAsync()).SendAsync(Update, new { input })).Code("updateProfile"));
    }
}
