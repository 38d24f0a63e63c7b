using Cln.Contracts;
using Cln.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Registration;

/// <summary>A payment that is about to be submitted.</summary>
/// <param name="Registration">Its step is PAYMENT when the gateway is to be asked, a later one when that has been done, CHOOSE_DEPOSIT when the tier has changed under the payer's hands.</param>
/// <param name="IsCounted">It is another attempt, and was counted as one.</param>
internal sealed record PreparedPayment(Registration Registration, bool IsCounted);

/// <summary>What is saved before a deposit is asked for and after the answer. Each half is a transaction; the gateway is spoken to between them.</summary>
internal sealed class DepositPayment(
    ClnDbContext db, RegistrationsByToken registrations, RegistrationSettings settings, IPriceList prices, PaymentTries tries, Letters letters, Caller caller, TimeProvider clock)
{
    /// <summary>
    /// Makes the account that a card or wallet, and later the money, will belong to, once for each registration, keeps who pays, and acts for it from
    /// then on. The tier can still be changed. The answer's step is CHOOSE_DEPOSIT when that is due.
    /// </summary>
    public async Task<Registration> PrepareMethodAsync(string token, Payer payer, CancellationToken cancellation)
    {
        var registration = await registrations.LockAsync(token, cancellation);
        registration.Require(RegistrationStep.Payment);
        if (!await IsOfferedAsync(registration, cancellation)) return registration;
        await tries.CountAsync(registration, TryKind.Method, cancellation);
        await KeepAsync(payer, registration, cancellation);
        return registration;
    }

    /// <summary>The gateway has begun nothing.</summary>
    public async Task ForgetMethodAsync(string token, CancellationToken cancellation) =>
        await tries.GiveBackAsync(await registrations.LockAsync(token, cancellation), TryKind.Method, cancellation);

    /// <summary>The same for a payment, which fixes the tier.</summary>
    /// <param name="token">The registration's.</param>
    /// <param name="payer">Who pays.</param>
    /// <param name="key">The payer's name for this attempt.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public async Task<PreparedPayment> PrepareAsync(string token, Payer payer, string key, CancellationToken cancellation)
    {
        var registration = await registrations.LockAsync(token, cancellation);
        if (registration.Step > RegistrationStep.Payment) return new(registration, IsCounted: false);
        registration.Require(RegistrationStep.Payment);
        if (!await IsOfferedAsync(registration, cancellation)) return new(registration, IsCounted: false);

        var isNew = registration.PaymentKey != key;
        if (isNew) await tries.CountAsync(registration, TryKind.Payment, cancellation);
        await KeepAsync(payer, registration, cancellation);
        registration.SubmitPayment(key);
        return new(registration, isNew);
    }

    /// <param name="token">The registration's.</param>
    /// <param name="isCounted">The attempt was counted as one.</param>
    /// <param name="outcome">What the gateway answered; null when it was not asked for money at all.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public async Task<Registration> ConcludeAsync(string token, bool isCounted, DepositOutcome? outcome, CancellationToken cancellation)
    {
        var registration = await registrations.LockAsync(token, cancellation);
        if (isCounted && outcome is null or { Paid: true } or { Tried: false }) await tries.GiveBackAsync(registration, TryKind.Payment, cancellation);
        if (registration.Step == RegistrationStep.Payment && outcome is { Paid: true }) await ArriveAsync(registration, cancellation);
        return registration;
    }

    /// <summary>The deposit is on the balance: the next step is due, and the payer is told.</summary>
    public async Task ArriveAsync(Registration registration, CancellationToken cancellation)
    {
        var reseller = await db.Resellers.SingleAsync(row => row.Id == registration.ResellerId, cancellation);
        registration.DepositArrived();
        letters.DepositArrived(reseller, registration, registration.Issue(TokenPurpose.Resume, clock.GetUtcNow()));
    }

    /// <summary>False when the tier isn't on the price list any more as it was chosen: then the choice is due again. What a payment was submitted for stays.</summary>
    private async Task<bool> IsOfferedAsync(Registration registration, CancellationToken cancellation)
    {
        if (registration.PaymentKey is not null) return true;
        if (!settings.Open) throw new RegistrationClosed();
        var tier = await prices.FindTierAsync(registration.TierCode, cancellation);
        if (tier?.Deposit == registration.Deposit) return true;
        registration.ChooseAgain();
        return false;
    }

    private async Task KeepAsync(Payer payer, Registration registration, CancellationToken cancellation)
    {
        var reseller = await AccountAsync(payer, registration, cancellation);
        if (registration.Email != payer.Email) letters.Resume(reseller, registration, payer.Email);
        registration.Know(reseller.Id, payer.Company, payer.Email);
    }

    private async Task<Reseller> AccountAsync(Payer payer, Registration registration, CancellationToken cancellation)
    {
        if (registration.ResellerId is { } id)
        {
            caller.ActFor(id);
            var known = await db.Resellers.SingleAsync(reseller => reseller.Id == id, cancellation);
            payer.WriteTo(known, registration.TierCode);
            return known;
        }

        var added = payer.NewReseller(registration.TierCode, clock.GetUtcNow());
        db.Resellers.Add(added);
        await db.SaveChangesAsync(cancellation);
        caller.ActFor(added.Id);
        return added;
    }
}
