using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Cln.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Registration;

/// <summary>Too many cards or wallets were begun or declined for this registration, or from this address, within an hour.</summary>
/// <param name="retryAt">When another can be tried.</param>
internal sealed class TooManyTries(DateTimeOffset retryAt)
    : DomainError("TOO_MANY_TRIES", $"Too many cards or wallets have been tried within an hour. You can try another, with a new idempotency key, from {retryAt.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture)} UTC on. Nothing was charged.")
{
    /// <summary>When another can be tried.</summary>
    public DateTimeOffset RetryAt => retryAt;
}

/// <summary>Bounds how many cards and wallets anybody may try here, so that nobody finds out with us which stolen ones are good.</summary>
internal sealed class PaymentTries(ClnDbContext db, Caller caller, TimeProvider clock)
{
    /// <summary>How long a try counts; the first one of a row begins the time.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(1);

    /// <summary>Counts one, before the gateway is asked, in the transaction of the registration's lock.</summary>
    /// <exception cref="TooManyTries">There were as many as there may be.</exception>
    public async Task CountAsync(Registration registration, TryKind kind, CancellationToken cancellation)
    {
        foreach (var (subject, most) in Subjects(registration, kind)) await CountAsync(subject, most, cancellation);
    }

    /// <summary>Takes a count back: the gateway heard nothing, or the money came.</summary>
    public async Task GiveBackAsync(Registration registration, TryKind kind, CancellationToken cancellation)
    {
        string[] subjects = [.. Subjects(registration, kind).Select(each => each.Subject)];
        await db.PaymentTries.Where(tries => subjects.Contains(tries.Subject) && tries.Count > 0).ExecuteUpdateAsync(set => set.SetProperty(tries => tries.Count, tries => tries.Count - 1), cancellation);
    }

    private async Task CountAsync(string subject, int most, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var over = now - Life;
        var counted = await db.PaymentTries.Where(tries => tries.Subject == subject && (tries.Since <= over || tries.Count < most)).ExecuteUpdateAsync(
            set => set.SetProperty(tries => tries.Count, tries => tries.Since <= over ? 1 : tries.Count + 1).SetProperty(tries => tries.Since, tries => tries.Since <= over ? now : tries.Since), cancellation);
        if (counted > 0) return;
        if (await db.PaymentTries.AsNoTracking().FirstOrDefaultAsync(tries => tries.Subject == subject, cancellation) is { } full) throw new TooManyTries(full.Since + Life);
        db.PaymentTries.Add(new() { Subject = subject, Count = 1, Since = now });
    }

    /// <summary>What is counted for, and how much is more than any payer needs. Behind one address there may be an office.</summary>
    private IEnumerable<(string Subject, int Most)> Subjects(Registration registration, TryKind kind)
    {
        var most = kind == TryKind.Payment ? 5 : 10;
        yield return ($"{kind} registration {registration.Id}", most);
        if (caller.Address is { } address) yield return ($"{kind} address {Network(address)}", 2 * most);
    }

    /// <summary>Whoever has one IPv6 address has the 2^64 around it.</summary>
    private static IpAddress Network(IPAddress address) => address is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false }
        ? IpAddress.From(new([.. address.GetAddressBytes().Take(8), .. new byte[8]]))
        : IpAddress.From(address);
}

/// <summary>What of payers is counted.</summary>
internal enum TryKind
{
    /// <summary>A card or wallet that is begun to be kept.</summary>
    Method,

    /// <summary>A card or wallet that is shown to the gateway for a deposit and doesn't pay.</summary>
    Payment,
}
