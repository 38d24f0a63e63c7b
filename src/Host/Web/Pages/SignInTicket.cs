using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace Cln.Host.Web.Pages;

/// <summary>What the first step of a sign-in hands to its second through the browser, which can't read it: no password stands in a page. It is good for five minutes.</summary>
internal sealed class SignInTicket(IDataProtectionProvider protection)
{
    private static readonly TimeSpan life = TimeSpan.FromMinutes(5);

    private readonly ITimeLimitedDataProtector protector = protection.CreateProtector("Cln.SignIn.SecondStep").ToTimeLimitedDataProtector();

    public string Seal(string login, string password) => protector.Protect(JsonSerializer.Serialize(new Held(login, password)), life);

    /// <summary>Null when it is too old or not ours.</summary>
    public (string Login, string Password)? Open(string ticket)
    {
        try
        {
            return JsonSerializer.Deserialize<Held>(protector.Unprotect(ticket)) is { } held ? (held.Login, held.Password) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private sealed record Held(string Login, string Password);
}
