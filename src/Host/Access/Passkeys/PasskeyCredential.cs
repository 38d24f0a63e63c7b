using Cln.Host.Graph;

namespace Cln.Host.Access.Passkeys;

/// <summary>What a browser answered to the options of a passkey, as JSON.</summary>
internal readonly record struct PasskeyCredential(string Json)
{
    public override string ToString() => Json;
}

internal sealed class PasskeyCredentialScalar() : TextScalar<PasskeyCredential>(
    "PasskeyCredential", "What `navigator.credentials.create` or `.get` answered, as JSON in a string: `JSON.stringify(credential)`, at most 20,000 characters. Anything else is INVALID_PASSKEY_CREDENTIAL.")
{
    private const int Longest = 20_000;

    protected override PasskeyCredential Read(string text) => text.Length is > 0 and <= Longest && !text.Contains('\0', StringComparison.Ordinal)
        ? new PasskeyCredential(text)
        : throw new InvalidScalar("INVALID_PASSKEY_CREDENTIAL", "A passkey's credential is a string with what the browser answered, JSON of at most 20,000 characters.");
}
