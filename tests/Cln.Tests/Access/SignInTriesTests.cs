using Cln.Host.Access;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Tests.Access;

public sealed class SignInTriesTests
{
    private const string Wrong = "wrong horse battery";

    [Fact]
    public async Task A_sign_in_where_the_owner_is_known_gives_strangers_no_further_guess()
    {
        await using var world = await World.StartAsync();
        await world.ResellerAsync(login: "anna");
        var home = world.At("198.51.100.7");
        (await home.SignInAsync("anna")).Worked("signIn");
        for (var i = 0; i < SignInTries.MostFromStrangers; i++) await world.At($"203.0.113.{i}").SignInAsync("anna", Wrong);
        for (var i = 0; i < 3; i++) (await home.SignInAsync("anna")).Worked("signIn");
        Assert.Equal("SIGN_IN_REFUSED", (await world.At("203.0.113.200").SignInAsync("anna")).Code("signIn"));
    }

    [Fact]
    public async Task Whoever_is_closed_out_in_a_new_place_comes_in_by_the_mailed_link()
    {
        await using var world = await World.StartAsync();
        await world.ResellerAsync(login: "anna");
        for (var i = 0; i < SignInTries.MostFromStrangers; i++) await world.At($"203.0.113.{i}").SignInAsync("anna", Wrong);
        var hotel = world.At("203.0.113.200");
        Assert.Equal("SIGN_IN_REFUSED", (await hotel.SignInAsync("anna")).Code("signIn"));

        await hotel.SendAsync("mutation { requestPasswordReset(input: { email: \"anna@anna.example\" }) { boolean } }");
        var token = await world.MailedTokenAsync("anna@anna.example", "/reset-password?token=");
        (await hotel.DoAsync("resetPassword", $"token: \"{token}\", password: \"another horse battery\"", "viewer { login }")).Worked("resetPassword");
        (await hotel.SignInAsync("anna", "another horse battery")).Worked("signIn");
    }

    [Fact]
    public async Task Sign_ins_that_work_are_not_counted()
    {
        await using var world = await World.StartAsync();
        await world.ResellerAsync(login: "anna");
        for (var i = 0; i <= SignInTries.MostFromNetwork; i++) (await world.Anonymous().SignInAsync("anna")).Worked("signIn");
    }

    [Fact]
    public async Task Nobody_is_flooded_with_mails_by_those_who_ask_for_a_new_password()
    {
        await using var world = await World.StartAsync();
        await world.ResellerAsync(login: "anna");
        for (var i = 0; i < 6; i++) (await world.At($"203.0.113.{i}").SendAsync("mutation { requestPasswordReset(input: { email: \"anna@anna.example\" }) { boolean } }")).Worked();
        await world.MailedTokenAsync("anna@anna.example", "/reset-password?token=");
        Assert.Equal(3, (await world.MailsToAsync("anna@anna.example")).Count(mail => mail.Contains("/reset-password", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_was_counted_and_has_ended_is_forgotten_by_the_night()
    {
        await using var world = await World.StartAsync();
        await world.ResellerAsync(login: "anna");
        await world.SignInAsync("anna");
        await world.Anonymous().SignInAsync("anna", Wrong);
        world.Clock.Advance(KnownNetwork.Lifetime);
        await world.RunJobsAsync();
        await using var scope = world.PlatformScope();
        var db = scope.ServiceProvider.GetRequiredService<Cln.Data.ClnDbContext>();
        Assert.Equal((0, 0, 0), (db.Sessions.Count(), db.SignInTries.Count(), db.KnownNetworks.Count()));
    }
}
