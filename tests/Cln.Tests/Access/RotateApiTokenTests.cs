namespace Cln.Tests.Access;

public sealed class RotateApiTokenTests
{
    [Fact]
    public async Task Both_secrets_work_for_the_chosen_time_and_then_only_the_new_one()
    {
        await using var world = await World.StartAsync();
        var admin = await world.ResellerAsync();
        var (id, old) = await admin.TokenAsync();
        var rotated = (await admin.RotateTokenAsync(id, hours: 48)).Worked("rotateApiToken");
        var next = rotated.Text("rotateApiToken.secret");

        Assert.StartsWith(rotated.Text("rotateApiToken.apiToken.prefix"), next, StringComparison.Ordinal);
        Assert.Equal("2026-11-12T12:00:00.000Z", rotated.Text("rotateApiToken.apiToken.oldSecretEndsAt"));
        world.Clock.Advance(TimeSpan.FromHours(48) - TimeSpan.FromSeconds(1));
        Assert.Equal((null, null), (await CodeAsync(world, old), await CodeAsync(world, next)));
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(("UNAUTHENTICATED", null), (await CodeAsync(world, old), await CodeAsync(world, next)));
    }

    [Fact]
    public async Task A_second_rotation_ends_what_is_left_of_the_first_and_none_lets_the_old_secret_work_at_all()
    {
        await using var world = await World.StartAsync();
        var admin = await world.ResellerAsync();
        var (id, first) = await admin.TokenAsync();
        var second = (await admin.RotateTokenAsync(id)).Text("rotateApiToken.secret");
        var third = (await admin.RotateTokenAsync(id)).Text("rotateApiToken.secret");
        Assert.Equal(("UNAUTHENTICATED", null, null), (await CodeAsync(world, first), await CodeAsync(world, second), await CodeAsync(world, third)));

        var fourth = (await admin.RotateTokenAsync(id, hours: 0)).Text("rotateApiToken.secret");
        Assert.Equal(("UNAUTHENTICATED", "UNAUTHENTICATED", null), (await CodeAsync(world, second), await CodeAsync(world, third), await CodeAsync(world, fourth)));
    }

    [Fact]
    public async Task Revoking_ends_both_secrets_and_what_has_ended_cannot_be_rotated()
    {
        await using var world = await World.StartAsync();
        var admin = await world.ResellerAsync();
        var (id, old) = await admin.TokenAsync();
        var next = (await admin.RotateTokenAsync(id)).Text("rotateApiToken.secret");
        (await admin.RevokeTokenAsync(id)).Worked("revokeApiToken");

        Assert.Equal(("UNAUTHENTICATED", "UNAUTHENTICATED"), (await CodeAsync(world, old), await CodeAsync(world, next)));
        Assert.Equal("API_TOKEN_ENDED", (await admin.RotateTokenAsync(id)).Code("rotateApiToken"));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(169)]
    public async Task The_old_secret_works_for_at_most_seven_days(int hours)
    {
        await using var world = await World.StartAsync();
        var admin = await world.ResellerAsync();
        var (id, _) = await admin.TokenAsync();
        Assert.Equal("INVALID_INPUT", (await admin.RotateTokenAsync(id, hours)).Code("rotateApiToken"));
        (await admin.RotateTokenAsync(id, hours: 168)).Worked("rotateApiToken");
    }

    private static async Task<string?> CodeAsync(World world, string secret) => (await world.With(secret).SendAsync("{ balance { amount } }")).Codes.SingleOrDefault();
}
