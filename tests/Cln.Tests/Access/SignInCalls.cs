using Cln.Host.Access.Factors;

namespace Cln.Tests.Access;

/// <summary>The calls about signing in that many tests make.</summary>
internal static class SignInCalls
{
    public const string Password = "correct horse battery";

    private const string Error = "errors { __typename ... on Error { code message } }";

    public static Task<Answer> SignInAsync(this Api anybody, string login, string password = Password, string? code = null) => anybody.SendAsync(
        $"mutation($login: String!, $password: String!, $code: String) {{ signIn(input: {{ login: $login, password: $password, code: $code }}) {{ session {{ token viewer {{ login scopes }} }} {Error} }} }}",
        new { login, password, code });

    /// <summary>Calls a mutation with an input as GraphQL has it.</summary>
    public static Task<Answer> DoAsync(this Api caller, string mutation, string input, string select) =>
        caller.SendAsync($"mutation {{ {mutation}(input: {{ {input} }}) {{ {select} {Error} }} }}");

    /// <summary>Switches two-factor on, and tells the app's secret and the recovery codes.</summary>
    public static async Task<(byte[] Secret, IReadOnlyList<string> Codes)> TwoFactorOnAsync(this World world, Api person, string password = Password)
    {
        var secret = Decode((await person.DoAsync("startTwoFactor", $"password: \"{password}\"", "secret uri")).Worked("startTwoFactor").Text("startTwoFactor.secret"));
        var confirmed = (await person.DoAsync("confirmTwoFactor", $"code: \"{world.CodeOf(secret)}\"", "recoveryCodes")).Worked("confirmTwoFactor");
        return (secret, [.. confirmed.List("confirmTwoFactor.recoveryCodes").Select(code => code.GetString()!)]);
    }

    /// <summary>What the app shows now.</summary>
    public static string CodeOf(this World world, byte[] secret) => Totp.Code(secret, Totp.StepAt(world.Clock.GetUtcNow()));

    /// <summary>Adds a passkey that this authenticator makes.</summary>
    public static async Task<Answer> PasskeyAsync(this Api person, SoftwareAuthenticator authenticator, string password = Password)
    {
        var started = (await person.DoAsync("startPasskey", $"password: \"{password}\"", "options state")).Worked("startPasskey");
        return await person.SendAsync(
            $"mutation($state: String!, $credential: PasskeyCredential!) {{ addPasskey(input: {{ state: $state, credential: $credential, name: \"Laptop\" }}) {{ passkey {{ id name createdAt lastUsedAt }} {Error} }} }}",
            new { state = started.Text("startPasskey.state"), credential = authenticator.Create(started.Text("startPasskey.options")) });
    }

    public static async Task<(string Options, string State)> StartPasskeySignInAsync(this Api anybody)
    {
        var started = (await anybody.SendAsync("mutation { startPasskeySignIn { options state } }")).Worked();
        return (started.Text("startPasskeySignIn.options"), started.Text("startPasskeySignIn.state"));
    }

    public static Task<Answer> SignInWithPasskeyAsync(this Api anybody, string state, string credential) => anybody.SendAsync(
        $"mutation($state: String!, $credential: PasskeyCredential!) {{ signInWithPasskey(input: {{ state: $state, credential: $credential }}) {{ session {{ token viewer {{ login scopes }} }} {Error} }} }}", new { state, credential });

    public static byte[] Decode(string base32)
    {
        const string letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var bits = string.Concat(base32.Select(letter => Convert.ToString(letters.IndexOf(letter, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. Enumerable.Range(0, bits.Length / 8).Select(index => Convert.ToByte(bits.Substring(index * 8, 8), 2))];
    }
}
