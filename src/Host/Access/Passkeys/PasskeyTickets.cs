using System.Security.Cryptography;
using System.Text.Json;
using Cln.Data;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Cln.Host.Access.Passkeys;

/// <summary>
/// What the platform must remember between the two halves of a passkey's ceremony, carried by the caller: sealed with the host's keys, good for five
/// minutes and for one use. Nothing is stored for a ceremony that nobody finishes.
/// </summary>
internal sealed class PasskeyTickets(ClnDbContext db, IDataProtectionProvider protection, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly IDataProtector protector = protection.CreateProtector("passkeys");

    /// <param name="user">Whose passkey is to be added; null for a sign-in, which may be anybody's.</param>
    /// <param name="state">What is remembered.</param>
    public string Seal(long? user, string state) =>
        protector.Protect(JsonSerializer.Serialize(new Ticket(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), user, time.GetUtcNow() + Lifetime, state)));

    /// <summary>What a ticket remembers, and uses it up; null when it isn't of this kind, or its time is over, or it was used before.</summary>
    public async Task<string?> UseAsync(string text, long? user, CancellationToken cancellation)
    {
        if (Open(text) is not { } ticket || ticket.User != user || ticket.EndsAt <= time.GetUtcNow()) return null;
        if (await db.UsedTickets.AnyAsync(used => used.Ticket == ticket.Id, cancellation)) return null;
        db.UsedTickets.Add(new() { Ticket = ticket.Id, EndsAt = ticket.EndsAt });
        await db.SaveChangesAsync(cancellation);
        return ticket.State;
    }

    private Ticket? Open(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<Ticket>(protector.Unprotect(text));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private sealed record Ticket(string Id, long? User, DateTimeOffset EndsAt, string State);
}
