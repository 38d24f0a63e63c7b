namespace Cln.Tests.Registration;

public sealed class RegistrationTermsTests
{
    [Fact]
    public async Task Anybody_reads_whether_one_can_register_and_how_to_pay()
    {
        await using var world = await World.StartAsync();
        var terms = (await world.Anonymous().SendAsync("{ registrationTerms { open needsApproval gateways } }")).Data.GetProperty("registrationTerms");
        Assert.True(terms.GetProperty("open").GetBoolean());
        Assert.False(terms.GetProperty("needsApproval").GetBoolean());
        Assert.Equal(["sandbox"], terms.GetProperty("gateways").EnumerateArray().Select(gateway => gateway.GetString()));
    }

    [Fact]
    public async Task A_closed_registration_says_so_before_one_begins()
    {
        await using var world = await World.StartAsync(settings: [("Registration:Open", "false"), ("Registration:ManualApproval", "true")]);
        var terms = (await world.Anonymous().SendAsync("{ registrationTerms { open needsApproval } }")).Data.GetProperty("registrationTerms");
        Assert.False(terms.GetProperty("open").GetBoolean());
        Assert.True(terms.GetProperty("needsApproval").GetBoolean());
    }
}
