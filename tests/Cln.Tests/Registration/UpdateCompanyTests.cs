namespace Cln.Tests.Registration;

public sealed class UpdateCompanyTests
{
    private const string Update =
        """
        mutation($input: UpdateCompanyInput!) {
          updateCompany(input: $input) { reseller { name country street city phone region postalCode vatId } errors { ... on Error { code message } } }
        }
        """;

    [Fact]
    public async Task The_details_are_replaced_as_a_whole()
    {
        await using var world = await World.StartAsync();
        var reseller = await world.ResellerAsync();
        var other = await world.ResellerAsync();

        var full = (await reseller.SendAsync(Update, new
        {
            input = new { name = "東京ホスト", country = "jp", street = "1-2-3 Ginza", city = "Tokyo", phone = "+81 3 1234 5678", region = "Tokyo-to", postalCode = "104-0061", vatId = "T1 2345 6789 0123" },
        })).Worked("updateCompany");
        Assert.Equal(("東京ホスト", "JP", "+81 3 1234 5678", "T1234567890123"),
            (full.Text("updateCompany.reseller.name"), full.Text("updateCompany.reseller.country"), full.Text("updateCompany.reseller.phone"), full.Text("updateCompany.reseller.vatId")));

        var bare = (await reseller.SendAsync(Update, new { input = new { name = "Tokyo Host", country = "JP", street = "1-2-3 Ginza", city = "Tokyo" } })).Worked("updateCompany");
        Assert.True(bare.IsNull("updateCompany.reseller.phone"));
        Assert.True(bare.IsNull("updateCompany.reseller.vatId"));
        Assert.Equal("reseller2 Hosting", (await other.SendAsync("{ reseller { name } }")).Text("reseller.name"));
    }

    [Theory]
    [InlineData("name", "!", "DE", "Main Street 1", null, null)]
    [InlineData("country", "Host", "UK", "Main Street 1", null, null)]
    [InlineData("street", "Host", "GB", "Main\nStreet", null, null)]
    [InlineData("phone", "Host", "GB", "Main Street 1", "call me", null)]
    [InlineData("vatId", "Host", "GB", "Main Street 1", null, "<script>")]
    public async Task A_detail_that_is_not_acceptable_is_named_and_nothing_changes(string field, string name, string country, string street, string? phone, string? vatId)
    {
        await using var world = await World.StartAsync();
        var reseller = await world.ResellerAsync();

        var answer = await reseller.SendAsync(Update, new { input = new { name, country, street, city = "London", phone, vatId } });

        Assert.Equal("INVALID_INPUT", answer.Code("updateCompany"));
        Assert.StartsWith($"{field}:", answer.Text("updateCompany.errors.0.message"), StringComparison.Ordinal);
        Assert.Equal("reseller1 Hosting", (await reseller.SendAsync("{ reseller { name } }")).Text("reseller.name"));
    }
}
