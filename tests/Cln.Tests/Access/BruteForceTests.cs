using System.Net.Http.Json;
using System.Text.Json;
using Cln.Host.Access;
using Cln.Host.Data;
using Cln.Tests.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Tests.Access;

/// <summary>A password isn't guessed, by whatever way one asks; and who guesses neither learns which logins there are nor keeps their owners out.</summary>
public sealed class BruteForceTests
{
    private const string Wrong = "wrong horse battery";

    [Fact]
    public async Task One_request_is_one_guess()
    {
        await using var world = await StartAsync();
        const string guess = """signIn(input: { login: "anna", password: "wrong horse battery" }) { session { token } errors { ... on Error { code } } }""";

        var aliases = await world.Anonymous().SendAsync($"mutation {{ a: {guess} b: {guess} }}");
        Assert.Equal(["ONCE_PER_REQUEST"], aliases.Codes);
        var fragments = await world.Anonymous().SendAsync($"mutation {{ ...F c: {guess} }} fragment F on Mutation {{ a: {guess} }}");
        Assert.Equal(["ONCE_PER_REQUEST"], fragments.Codes);
        using var http = new HttpClient { BaseAddress = world.Address };
        using var array = await http.PostAsJsonAsync("/graphql", Enumerable.Repeat(new { query = $"mutation {{ {guess} }}" }, 5));
        Assert.Contains("BATCHING_NOT_SUPPORTED", await array.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(await TriesAsync(world));
    }

    [Fact]
    public async Task Sockets_are_counted_as_requests_are()
    {
        await using var world = await StartAsync();
        for (var i = 0; i < SignInTries.MostOfLogin; i++)
        {
            await using var socket = await world.Anonymous().SubscribeAsync("""mutation { signIn(input: { login: "anna", password: "wrong horse battery" }) { session { token } errors { ... on Error { code } } } }""");
            Assert.Equal("SIGN_IN_REFUSED", (await socket.AtLeastAsync(1))[0].GetProperty("signIn").GetProperty("errors")[0].GetProperty("code").GetString());
        }

        Assert.Equal("SIGN_IN_REFUSED", (await world.Anonymous().SignInAsync("anna")).Code("signIn"));
        world.Clock.Advance(SignInTries.Window);
        (await world.Anonymous().SignInAsync("anna")).Worked("signIn");
    }

    [EveryDatabase]
    public async Task Forty_guesses_at_once_are_no_more_than_ten(DatabaseKind kind)
    {
        await using var world = await World.StartAsync(kind, settings: ("Graph:Limits:AtOnce", "1000"));
        await world.ResellerAsync(login: "anna");

        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => world.At("203.0.113.9").SignInAsync("anna", $"{Wrong} {i}")));

        Assert.Equal(SignInTries.MostOfLogin, (await TriesAsync(world)).Single(tries => tries.Subject.EndsWith("from 203.0.113.9", StringComparison.Ordinal) && tries.Subject.StartsWith("user", StringComparison.Ordinal)).Count);
        Assert.Equal("SIGN_IN_REFUSED", (await world.At("203.0.113.9").SignInAsync("anna")).Code("signIn"));
    }

    [Fact]
    public async Task A_login_that_is_guessed_from_many_addresses_is_closed_to_strangers_and_open_to_its_owner()
    {
        await using var world = await StartAsync();
        (await world.At("198.51.100.7").SignInAsync("anna")).Worked("signIn");
        for (var i = 0; i < SignInTries.MostFromStrangers; i++) Assert.Equal("SIGN_IN_REFUSED", (await world.At($"203.0.113.{i}").SignInAsync("anna", Wrong)).Code("signIn"));

        Assert.Equal("SIGN_IN_REFUSED", (await world.At("203.0.113.200").SignInAsync("anna")).Code("signIn"));
        (await world.At("198.51.100.7").SignInAsync("anna")).Worked("signIn");

        // Of IPv6 a customer has 64 bits: as many addresses as one likes are one network.
        for (var i = 0; i < SignInTries.MostOfLogin; i++) await world.At($"2001:db8:1:2::{i + 1}").SignInAsync("anna", Wrong);
        Assert.Equal("SIGN_IN_REFUSED", (await world.At("2001:db8:1:2:ffff::1").SignInAsync("anna")).Code("signIn"));

        world.Clock.Advance(SignInTries.StrangersWindow);
        (await world.At("203.0.113.200").SignInAsync("anna")).Worked("signIn");
    }

    [Fact]
    public async Task A_network_that_tries_many_logins_waits()
    {
        await using var world = await StartAsync();
        for (var i = 0; i < SignInTries.MostFromNetwork; i++) Assert.Equal("SIGN_IN_REFUSED", (await world.At("203.0.113.9").SignInAsync($"somebody{i}", Wrong)).Code("signIn"));

        Assert.Equal("TOO_MANY_SIGN_INS", (await world.At("203.0.113.9").SignInAsync("anna")).Code("signIn"));
        (await world.At("203.0.113.10").SignInAsync("anna")).Worked("signIn");
        world.Clock.Advance(SignInTries.Window);
        (await world.At("203.0.113.9").SignInAsync("anna")).Worked("signIn");
    }

    [Fact]
    public async Task An_unknown_login_a_wrong_password_and_a_locked_login_are_answered_alike_by_text_and_by_work()
    {
        var hasher = new CountingHasher();
        await using var world = await World.StartAsync(DatabaseKind.Sqlite, services => services.AddSingleton<IPasswordHasher<User>>(hasher));
        await world.ResellerAsync(login: "anna");
        var anna = await world.SignInAsync("anna");
        (await anna.SendAsync("""mutation { inviteUser(input: { login: "invited", email: "invited@anna.example", role: BILLING }) { errors { ... on Error { code } } } }""")).Worked("inviteUser");

        var unknown = await GuessAsync("nobody");
        var wrong = await GuessAsync("anna");
        var invited = await GuessAsync("invited");
        for (var i = 0; i < SignInTries.MostOfLogin; i++) await world.At("203.0.113.9").SignInAsync("anna", Wrong);
        var locked = await GuessAsync("anna");

        Assert.Equal(1, unknown.Hashed);
        Assert.Equal([unknown, unknown, unknown], [wrong, invited, locked]);

        async Task<(string Text, int Hashed)> GuessAsync(string login)
        {
            var before = hasher.Count;
            var answer = await world.At("203.0.113.9").SignInAsync(login, Wrong);
            return (answer.Json.ToString(), hasher.Count - before);
        }
    }

    private static async Task<World> StartAsync()
    {
        var world = await World.StartAsync();
        await world.ResellerAsync(login: "anna");
        return world;
    }

    private static async Task<List<SignInTry>> TriesAsync(World world)
    {
        await using var scope = world.PlatformScope();
        return [.. scope.ServiceProvider.GetRequiredService<Cln.Data.ClnDbContext>().Set<SignInTry>().Where(tries => tries.Count > 0)];
    }

    /// <summary>Counts how often a password is held against a hash, which is where the time goes.</summary>
    private sealed class CountingHasher : IPasswordHasher<User>
    {
        private int count;

        public int Count => count;

        public string HashPassword(User user, string password) => $"hash of {password}";

        public PasswordVerificationResult VerifyHashedPassword(User user, string hashedPassword, string providedPassword)
        {
            Interlocked.Increment(ref count);
            return hashedPassword == $"hash of {providedPassword}" ? PasswordVerificationResult.Success : PasswordVerificationResult.Failed;
        }
    }
}
