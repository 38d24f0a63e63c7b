using System.Text;
using Cln.Host.Access.Factors;
using Cln.Host.Data;
using Cln.Tests.Data;
using Cln.Tests.Walks;

namespace Cln.Tests.Access;

public sealed class TwoFactorTests
{
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1234567890, "005924")]
    [InlineData(20000000000, "353130")]
    public void A_code_is_that_of_RFC_6238(long seconds, string code) =>
        Assert.Equal(code, Totp.Code(Encoding.ASCII.GetBytes("12345678901234567890"), Totp.StepAt(DateTimeOffset.FromUnixTimeSeconds(seconds))));

    [Fact]
    public void A_secret_is_typed_as_RFC_4648_has_it() => Assert.Equal("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", Totp.Base32(Encoding.ASCII.GetBytes("12345678901234567890")));

    [EveryDatabase]
    public async Task Two_factor_is_switched_on_by_a_code_and_each_code_signs_in_once(DatabaseKind kind)
    {
        await using var world = await World.StartAsync(kind);
        await world.ResellerAsync(login: "anna");
        var (other, anna) = (await world.SignInAsync("anna"), await world.SignInAsync("anna"));
        var started = (await anna.DoAsync("startTwoFactor", $"password: \"{SignInCalls.Password}\"", "secret uri")).Worked("startTwoFactor");
        Assert.Equal($"otpauth://totp/ClnReseller:anna?secret={started.Text("startTwoFactor.secret")}&issuer=ClnReseller&algorithm=SHA1&digits=6&period=30", started.Text("startTwoFactor.uri"));
        (await world.Anonymous().SignInAsync("anna")).Worked("signIn");
        Assert.Equal("SECOND_FACTOR_REFUSED", (await anna.DoAsync("confirmTwoFactor", "code: \"abcdef\"", "recoveryCodes")).Code("confirmTwoFactor"));
        var (secret, codes) = await world.TwoFactorOnAsync(anna);
        Assert.Equal(10, codes.Distinct().Count());
        Assert.Equal(["UNAUTHENTICATED"], (await other.SendAsync("{ balance { amount } }")).Codes);

        // The code that switched it on is used up.
        Assert.Equal("SECOND_FACTOR_REQUIRED", (await world.Anonymous().SignInAsync("anna")).Code("signIn"));
        Assert.Equal("SECOND_FACTOR_REFUSED", (await world.Anonymous().SignInAsync("anna", code: world.CodeOf(secret))).Code("signIn"));
        world.Clock.Advance(TimeSpan.FromSeconds(30));
        var code = world.CodeOf(secret);
        var several = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => world.Anonymous().SignInAsync("anna", code: code)));
        Assert.Equal([null, "SECOND_FACTOR_REFUSED", "SECOND_FACTOR_REFUSED"], several.Select(answer => answer.Code("signIn")).Order());

        (await world.Anonymous().SignInAsync("anna", code: codes[0].ToUpperInvariant())).Worked("signIn");
        Assert.Equal("SECOND_FACTOR_REFUSED", (await world.Anonymous().SignInAsync("anna", code: codes[0])).Code("signIn"));
        Assert.Equal(9, (await anna.SendAsync("{ me { twoFactor { enabled recoveryCodesLeft missing } } }")).Worked().Number("me.twoFactor.recoveryCodesLeft"));
        Assert.Equal("SIGN_IN_REFUSED", (await world.Anonymous().SignInAsync("anna", "wrong horse battery", codes[1])).Code("signIn"));
    }

    [Fact]
    public async Task Guessed_codes_are_counted_and_a_right_password_between_them_does_not_help()
    {
        await using var world = await World.StartAsync();
        await world.ResellerAsync(login: "anna");
        var (secret, _) = await world.TwoFactorOnAsync(await world.SignInAsync("anna"));
        world.Clock.Advance(TimeSpan.FromSeconds(30));
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal("SECOND_FACTOR_REQUIRED", (await world.Anonymous().SignInAsync("anna")).Code("signIn"));
            Assert.Equal("SECOND_FACTOR_REFUSED", (await world.Anonymous().SignInAsync("anna", code: "abcdef")).Code("signIn"));
        }

        Assert.Equal("SIGN_IN_REFUSED", (await world.Anonymous().SignInAsync("anna", code: world.CodeOf(secret))).Code("signIn"));
        world.Clock.Advance(TimeSpan.FromMinutes(15));
        (await world.Anonymous().SignInAsync("anna", code: world.CodeOf(secret))).Worked("signIn");
    }

    [Fact]
    public async Task Switching_it_off_takes_the_password_and_a_code()
    {
        await using var world = await World.StartAsync();
        await world.ResellerAsync(login: "anna");
        var anna = await world.SignInAsync("anna");
        var (_, codes) = await world.TwoFactorOnAsync(anna);
        Assert.Equal("TWO_FACTOR_ON", (await anna.DoAsync("startTwoFactor", $"password: \"{SignInCalls.Password}\"", "secret")).Code("startTwoFactor"));
        var renewed = (await anna.DoAsync("renewRecoveryCodes", $"password: \"{SignInCalls.Password}\"", "recoveryCodes")).Worked("renewRecoveryCodes").List("renewRecoveryCodes.recoveryCodes")[0].GetString();
        Assert.Equal("WRONG_PASSWORD", (await DisableAsync(anna, "wrong horse battery", renewed!)).Code("disableTwoFactor"));
        Assert.Equal("SECOND_FACTOR_REFUSED", (await DisableAsync(anna, SignInCalls.Password, codes[0])).Code("disableTwoFactor"));
        (await DisableAsync(anna, SignInCalls.Password, renewed!)).Worked("disableTwoFactor");
        (await world.Anonymous().SignInAsync("anna")).Worked("signIn");
    }

    [Fact]
    public async Task Where_two_factors_are_required_one_does_nothing_but_set_up_another()
    {
        await using var world = await World.StartAsync();
        var program = await world.ResellerAsync(login: "anna");
        (await program.DoAsync("inviteUser", "login: \"carl\", email: \"carl@anna.example\", role: ADMIN", "user { id }")).Worked("inviteUser");
        (await world.Anonymous().DoAsync("resetPassword", $"token: \"{await world.MailedTokenAsync("carl@anna.example", "/reset-password?token=")}\", password: \"{SignInCalls.Password}\"", "viewer { login }")).Worked("resetPassword");
        var (anna, carl) = (await world.SignInAsync("anna"), await world.SignInAsync("carl"));
        Assert.Equal("SESSION_NEEDED", (await RequireAsync(program)).Code("requireTwoFactor"));
        Assert.Equal("SECOND_FACTOR_REQUIRED", (await RequireAsync(anna)).Code("requireTwoFactor"));
        await world.TwoFactorOnAsync(anna);
        Assert.True((await RequireAsync(anna)).Worked("requireTwoFactor").At("requireTwoFactor.reseller.requiresTwoFactor").GetBoolean());

        (await anna.SendAsync("{ balance { amount } }")).Worked();
        (await program.SendAsync("{ balance { amount } }")).Worked();
        Assert.Equal(["FORBIDDEN"], (await carl.SendAsync("{ balance { amount } }")).Codes);
        var again = (await world.Anonymous().SignInAsync("carl")).Worked("signIn");
        Assert.Empty(again.List("signIn.session.viewer.scopes"));
        var limited = world.With(again.Text("signIn.session.token"));
        Assert.True((await limited.SendAsync("{ me { scopes twoFactor { missing } } }")).Worked().At("me.twoFactor.missing").GetBoolean());
        await world.TwoFactorOnAsync(limited);
        (await limited.SendAsync("{ balance { amount } }")).Worked();
    }

    [Fact]
    public async Task Neither_the_secret_nor_a_code_is_in_the_database_as_it_is()
    {
        await using var world = await World.StartAsync();
        await world.ResellerAsync(login: "anna");
        var (secret, codes) = await world.TwoFactorOnAsync(await world.SignInAsync("anna"));
        var rows = await world.DumpAsync(_ => true);
        Assert.All([Totp.Base32(secret), Convert.ToBase64String(secret), Convert.ToHexString(secret), .. codes], text => Assert.DoesNotContain(text, rows, StringComparison.OrdinalIgnoreCase));
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(world.Folder, "keys"), "key-*.xml"));
    }

    private static Task<Answer> DisableAsync(Api person, string password, string code) => person.DoAsync("disableTwoFactor", $"password: \"{password}\", code: \"{code}\"", "viewer { login }");

    private static Task<Answer> RequireAsync(Api person) => person.DoAsync("requireTwoFactor", "required: true", "reseller { requiresTwoFactor }");
}
