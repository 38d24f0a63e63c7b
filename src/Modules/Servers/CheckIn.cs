using Cln.Contracts;
using Cln.Data;
using Cln.Events;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;

namespace Cln.Servers;

/// <summary>A registered server that checks in.</summary>
/// <param name="ServerId">The id that the registration answered.</param>
/// <param name="Secret">The secret that the registration answered.</param>
/// <param name="Hostname">What the server calls itself now, at most 253 characters.</param>
/// <param name="OperatingSystem">Such as "CloudLinux 9.4", at most 200 characters; left out, what is known stays.</param>
/// <param name="Kernel">The running kernel, as <c>uname -r</c> prints it, at most 200 characters; left out, what is known stays.</param>
internal sealed record CheckInInput(Id<Server> ServerId, string Secret, string Hostname, string? OperatingSystem = null, string? Kernel = null);

[Extends<Mutation>]
internal static class CheckIn
{
    /// <summary>
    /// Tells that a registered server is up, and asks whether it may go on. A refusal is an answer, not an error. A server whose licence was
    /// removed and added again goes on with the secret that it has.
    /// </summary>
    [AllowAnonymous, Unaudited]
    [Throws<AddressUnknown>]
    [Throws<SignedInElsewhere>]
    [Throws<InvalidInput>]
    public static async Task<CheckInVerdict> CheckInAsync(
        CheckInInput input, ClnDbContext db, Caller caller, IEnumerable<IAdmission> admissions, TimeProvider clock, CancellationToken cancellation)
    {
        var told = SelfDescription.Parse(input.Hostname, input.OperatingSystem, input.Kernel);
        var from = caller.RequireAddress();
        var server = await db.Servers.WithUnregistered().OfEveryReseller().SingleOrDefaultAsync(known => known.Id == input.ServerId.Value, cancellation);
        if (!ServerSecret.Matches(input.Secret, server?.SecretHash) || server is null) return CheckInVerdict.Unknown;

        caller.ActFor(server.ResellerId);
        if (await admissions.RefusalAsync(server, cancellation) is { } refusal) return CheckInVerdict.No(refusal);
        if (server.KeyId is null && server.Ip != from) return CheckInVerdict.AddressChanged(server.Ip, from);
        if (server.UnregisteredAt is not null && !await IsAdmittedAgainAsync(server, admissions, cancellation)) return CheckInVerdict.Unregistered;

        if (server.UnregisteredAt is null) db.Tell(() => new ServerCheckedIn(server.ResellerId, server.Id));
        else db.Tell(() => new ServerRegistered(server.ResellerId, server.Id));
        server.CheckIn(told, from, clock.GetUtcNow());
        await admissions.SeenAsync(server, cancellation);
        return CheckInVerdict.Ok;
    }

    /// <summary>
    /// Billing systems suspend by removing a licence and unsuspend by adding it again: that is no reason to touch the machine. A key has a
    /// limit, which only a registration counts against.
    /// </summary>
    private static async Task<bool> IsAdmittedAgainAsync(Server server, IEnumerable<IAdmission> admissions, CancellationToken cancellation) =>
        server.KeyId is null &&
        await admissions.AdmitAsync(new Arrival(Key: null, server.Ip, server.Hostname), cancellation) is { KeyId: null } admission &&
        admission.ResellerId == server.ResellerId;
}
