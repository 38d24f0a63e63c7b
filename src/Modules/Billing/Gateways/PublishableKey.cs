namespace Cln.Billing;

/// <summary>What a gateway's form in the browser says to name our account. No secret. A service, of each gateway that has such a form.</summary>
internal sealed record PublishableKey(string Gateway, string Key);

/// <summary>The publishable keys of this installation.</summary>
internal sealed class PublishableKeys(IEnumerable<PublishableKey> keys)
{
    public string? Of(string gateway) => keys.FirstOrDefault(key => key.Gateway == gateway)?.Key;
}
