using System.Security.Cryptography;

namespace Cln.FakeProviders;

/// <summary>New names for things, in the form that each provider gives them.</summary>
internal static class Names
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>Such as <c>pi_3Pgafy…</c>.</summary>
    public static string Stripe(string prefix) => $"{prefix}_{RandomNumberGenerator.GetString(Letters, 24)}";

    /// <summary>Seventeen capital letters and digits, such as <c>5O190127TN364715T</c>.</summary>
    public static string PayPal() => RandomNumberGenerator.GetString("ABCDEFGHJKLMNPRSTUVWXY0123456789", 17);

    public static string Payer() => RandomNumberGenerator.GetString("ABCDEFGHJKLMNPRSTUVWXY23456789", 13);

    public static string Token() => RandomNumberGenerator.GetString(Letters, 32);

    public static string DebugId() => RandomNumberGenerator.GetHexString(13, lowercase: true);
}
