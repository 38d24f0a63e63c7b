using System.Globalization;
using Cln.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Host.Access;

/// <summary>Too many sign-ins from this network have failed lately, whoever's they were.</summary>
/// <param name="retryAt">When another can be tried.</param>
internal sealed class TooManySignIns(DateTimeOffset retryAt)
    : DomainError("TOO_MANY_SIGN_INS", $"Too many sign-ins from your network have failed. Try again from {retryAt.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture)} UTC on.")
{
    /// <summary>When another can be tried.</summary>
    public DateTimeOffset RetryAt => retryAt;
}

/// <summary>
/// Bounds guessing. Each try is counted before its password is looked at, and taken back when it was right: from a network for whatever login, for a
/// login from a network, and for a login from all networks that it has never been used from. What is guessed elsewhere doesn't lock out whoever signs in from where they always do.
/// </summary>
internal sealed class SignInTries(ClnDbContext db, TimeProvider time)
{
    /// <summary>Failures from one network, of whatever logins: behind one address there may be an office.</summary>
    public const int MostFromNetwork = 50;

    /// <summary>Failures of one login from one network.</summary>
    public const int MostOfLogin = 10;

    /// <summary>Failures of one login from all networks together that it hasn't been used from.</summary>
    public const int MostFromStrangers = 50;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);
    public static readonly TimeSpan StrangersWindow = TimeSpan.FromHours(1);

    /// <summary>Counts a try from a network.</summary>
    /// <exception cref="TooManySignIns">There were as many as there may be.</exception>
    public async Task CountAsync(string network, CancellationToken cancellation)
    {
        if (await CountAsync(From(network), MostFromNetwork, Window, cancellation) is { } retryAt) throw new TooManySignIns(retryAt);
    }

    /// <summary>Counts a try of a person's login.</summary>
    /// <returns>When another may be right; null when this one may.</returns>
    public async Task<DateTimeOffset?> CountAsync(User user, string network, CancellationToken cancellation)
    {
        if (await CountAsync(Of(user, network), MostOfLogin, Window, cancellation) is { } full) return full;
        return await IsKnownAsync(user, network, cancellation) ? null : await CountAsync(ByStrangers(user), MostFromStrangers, StrangersWindow, cancellation);
    }

    /// <summary>The try was right as far as it went: it is as if it hadn't been, and those before it stay counted.</summary>
    public async Task GiveBackAsync(User user, string network, CancellationToken cancellation)
    {
        // Where the person is known, nothing was counted among the strangers.
        string[] subjects = await IsKnownAsync(user, network, cancellation) ? [From(network), Of(user, network)] : [From(network), Of(user, network), ByStrangers(user)];
        await db.SignInTries.Where(tries => subjects.Contains(tries.Subject) && tries.Count > 0).ExecuteUpdateAsync(set => set.SetProperty(tries => tries.Count, tries => tries.Count - 1), cancellation);
    }

    /// <summary>The try from a network was right, whoever's it was.</summary>
    public Task GiveBackAsync(string network, CancellationToken cancellation)
    {
        var subject = From(network);
        return db.SignInTries.Where(tries => tries.Subject == subject && tries.Count > 0).ExecuteUpdateAsync(set => set.SetProperty(tries => tries.Count, tries => tries.Count - 1), cancellation);
    }

    /// <summary>The person has signed in from there: its own failures there are forgotten, and nobody else's elsewhere count against it there.</summary>
    public async Task WelcomeAsync(User user, string network, CancellationToken cancellation)
    {
        var own = Of(user, network);
        var now = time.GetUtcNow();
        await db.SignInTries.Where(tries => tries.Subject == own).ExecuteDeleteAsync(cancellation);
        if (await db.KnownNetworks.Where(known => known.UserId == user.Id && known.Network == network).ExecuteUpdateAsync(set => set.SetProperty(known => known.SignedInAt, now), cancellation) == 0)
            db.KnownNetworks.Add(new() { ResellerId = user.ResellerId, UserId = user.Id, Network = network, SignedInAt = now });
    }

    /// <summary>Wherever the person signed in before may have been somebody else.</summary>
    public async Task ForgetNetworksAsync(User user, CancellationToken cancellation) =>
        await db.KnownNetworks.Where(known => known.UserId == user.Id).ExecuteDeleteAsync(cancellation);

    /// <summary>Counts something that may be done so often in so long a time.</summary>
    /// <returns>When it may be done again; null when it may be done now.</returns>
    public async Task<DateTimeOffset?> CountAsync(string subject, int most, TimeSpan life, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var over = now - life;
        var counted = await db.SignInTries.Where(tries => tries.Subject == subject && (tries.Since <= over || tries.Count < most)).ExecuteUpdateAsync(
            set => set.SetProperty(tries => tries.Count, tries => tries.Since <= over ? 1 : tries.Count + 1).SetProperty(tries => tries.Since, tries => tries.Since <= over ? now : tries.Since), cancellation);
        if (counted > 0) return null;
        if (await db.SignInTries.AsNoTracking().FirstOrDefaultAsync(tries => tries.Subject == subject, cancellation) is { } full) return full.Since + life;
        db.SignInTries.Add(new() { Subject = subject, Count = 1, Since = now });
        await db.SaveChangesAsync(cancellation);
        return null;
    }

    private Task<bool> IsKnownAsync(User user, string network, CancellationToken cancellation)
    {
        var since = time.GetUtcNow() - KnownNetwork.Lifetime;
        return db.KnownNetworks.AnyAsync(known => known.UserId == user.Id && known.Network == network && known.SignedInAt > since, cancellation);
    }

    private static string From(string network) => $"from {network}";

    private static string Of(User user, string network) => string.Create(CultureInfo.InvariantCulture, $"user {user.Id} from {network}");

    private static string ByStrangers(User user) => string.Create(CultureInfo.InvariantCulture, $"user {user.Id} from elsewhere");
}
