using System.Linq.Expressions;
using Cln.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Registration;

/// <summary>Finds the registration that a secret opens.</summary>
internal sealed class RegistrationsByToken(ClnDbContext db, TimeProvider clock)
{
    /// <summary>For reading; null when the token opens none.</summary>
    public async Task<Registration?> FindAsync(string token, CancellationToken cancellation)
    {
        var registration = await db.Registrations.AsNoTracking().SingleOrDefaultAsync(OpenedBy(token), cancellation);
        if (registration is not null) registration.Token = token;
        return registration;
    }

    /// <summary>For changing. Until the transaction ends nobody else changes it, so that what is decided on its step stays true.</summary>
    /// <exception cref="UnknownRegistration">The token opens none.</exception>
    public async Task<Registration> LockAsync(string token, CancellationToken cancellation)
    {
        var registration = await LockAsync(OpenedBy(token), cancellation) ?? throw new UnknownRegistration();
        registration.Token = token;
        return registration;
    }

    /// <summary>The same for the registration of a reseller; null when it has none that fits.</summary>
    public async Task<Registration?> LockAsync(Expression<Func<Registration, bool>> which, CancellationToken cancellation)
    {
        // An update of the row is the lock that every database has, and comes before the reading.
        var now = clock.GetUtcNow();
        if (await db.Registrations.Where(which).ExecuteUpdateAsync(row => row.SetProperty(registration => registration.TouchedAt, now), cancellation) == 0) return null;
        return await db.Registrations.SingleAsync(which, cancellation);
    }

    private Expression<Func<Registration, bool>> OpenedBy(string token)
    {
        var hash = Secret.HashOf(token);
        var tokens = db.RegistrationTokens;
        return registration => tokens.Any(known => known.Hash == hash && known.RegistrationId == registration.Id);
    }
}
