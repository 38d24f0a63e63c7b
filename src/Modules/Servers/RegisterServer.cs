using Cln.Contracts;
using Cln.Data;
using Cln.Events;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;

namespace Cln.Servers;

/// <summary>A server that wants to register.</summary>
/// <param name="Key">The key of a server account; left out, the server registers by the address that the call comes from.</param>
/// <param name="Hostname">What the server calls itself, at most 253 characters.</param>
/// <param name="OperatingSystem">Such as "CloudLinux 9.4", at most 200 characters.</param>
internal sealed record RegisterServerInput(string Hostname, string? Key = null, string? OperatingSystem = null);

/// <summary>A server that has registered.</summary>
/// <param name="Server">The registration.</param>
/// <param name="Secret">What the server proves itself with when it checks in. It is shown this once; keep it readable for root alone.</param>
[Payload]
internal sealed record RegisteredServer(Server Server, string Secret);

[Extends<Mutation>]
internal static class RegisterServer
{
    /// <summary>
    /// Registers the calling server, by a key or, without one, by the address that the call comes from. A server that was installed again
    /// replaces its earlier registration, whose secret is void from then on: by address, the one of that address; by key, the one with that
    /// key, hostname and address.
    /// </summary>
    [AllowAnonymous]
    [Throws<NotLicensed>]
    [Throws<KeyUnknown>]
    [Throws<KeyLimitReached>]
    [Throws<LicenseSuspended>]
    [Throws<AddressUnknown>]
    [Throws<SignedInElsewhere>]
    [Throws<InvalidInput>]
    public static async Task<RegisteredServer> RegisterServerAsync(
        RegisterServerInput input, ClnDbContext db, Caller caller, IEnumerable<IAdmission> admissions, TimeProvider clock, CancellationToken cancellation)
    {
        var told = SelfDescription.Parse(input.Hostname, input.OperatingSystem);
        var arrival = new Arrival(string.IsNullOrWhiteSpace(input.Key) ? null : input.Key.Trim(), caller.RequireAddress(), told.Hostname);
        var admission = await admissions.AdmitAsync(arrival, cancellation) ?? throw new NotLicensed(arrival);
        caller.ActFor(admission.ResellerId);

        var earlier = await Registry.Earlier(db.Servers.WithUnregistered(), arrival, admission).FirstOrDefaultAsync(cancellation);
        var isKnown = earlier is { UnregisteredAt: null };
        var server = earlier ?? db.Servers.Add(New(arrival, admission, clock.GetUtcNow())).Entity;
        var secret = ServerSecret.New();
        server.SecretHash = ServerSecret.Hash(secret);
        server.RegisteredAt = clock.GetUtcNow();
        server.CheckIn(told, arrival.Ip, clock.GetUtcNow());
        if (isKnown) db.Tell(() => new ServerCheckedIn(server.ResellerId, server.Id));
        else db.Tell(() => new ServerRegistered(server.ResellerId, server.Id));
        await db.SaveChangesAsync(cancellation);
        await admissions.SeenAsync(server, cancellation);
        return new(server, secret);
    }

    private static Server New(Arrival arrival, Admission admission, DateTimeOffset now) => new()
    {
        ResellerId = admission.ResellerId,
        KeyId = admission.KeyId,
        Hostname = arrival.Hostname,
        Ip = arrival.Ip,
        LastCheckInAt = now,
        RegisteredAt = now,
        SecretHash = "",
    };
}

/// <summary>Nothing that was bought admits this server.</summary>
internal sealed class NotLicensed(Arrival arrival) : DomainError("NOT_LICENSED", arrival.Key is null
    ? $"By address: there is no IP licence for {arrival.Ip}, which this call came from. By key: none was sent. Add an IP licence for {arrival.Ip}, or send the key of a server account."
    : $"By key: no keys are in use here. By address, {arrival.Ip}: not tried, because a key was sent. Leave the key out to register by an IP licence for {arrival.Ip}.");
