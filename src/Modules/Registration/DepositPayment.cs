using Cln.Contracts;
using Cln.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Registration;

/// <summary>What is saved before a deposit is asked for and after the answer. Each half is a transaction; the gateway is spoken to between them.</summary>
internal sealed class DepositPayment(
    ClnDbContext db, RegistrationsByToken registrations, RegistrationSettings settings, IPriceList prices, Letters letters, Caller caller, TimeProvider clock)
{
    /// <summary>
    /// Makes the account that the money will belong to, once for each registration, keeps who pays, and acts for it from then on. The answer's step is PAYMENT when the
    /// gateway is to be asked, a later one when that has been done, CHOOSE_DEPOSIT when the tier has changed under the payer's hands.
    /// </summary>
    public async Task<Registration> PrepareAsync(string token, Payer payer, CancellationToken cancellation)
    {
        var registration = await registrations.LockAsync(token, cancellation);
        if (registration.Step > RegistrationStep.Payment) return registration;
        registration.Require(RegistrationStep.Payment);

        var isFirst = registration.ResellerId is null;
        if (isFirst && !settings.Open) throw new RegistrationClosed();
        if (isFirst && await prices.FindTierAsync(registration.TierCode, cancellation) is var tier && tier?.Deposit != registration.Deposit)
        {
            registration.ChooseAgain();
            return registration;
        }

        var reseller = await KeepAsync(payer, registration, cancellation);
        if (registration.Email != payer.Email) letters.Resume(reseller, registration, payer.Email);
        registration.SubmitPayment(reseller.Id, payer.Company, payer.Email);
        return registration;
    }

    /// <param name="outcome">What the gateway answered; null when it was not asked for money at all.</param>
    public async Task<Registration> ConcludeAsync(string token, DepositOutcome? outcome, CancellationToken cancellation)
    {
        var registration = await registrations.LockAsync(token, cancellation);
        if (registration.Step != RegistrationStep.Payment) return registration;
        if (outcome is { Paid: true }) await ArriveAsync(registration, cancellation);
        else if (outcome is null or { DeclineReason: not null }) registration.Decline();
        return registration;
    }

    /// <summary>The deposit is on the balance: the next step is due, and the payer is told.</summary>
    public async Task ArriveAsync(Registration registration, CancellationToken cancellation)
    {
        var reseller = await db.Resellers.SingleAsync(row => row.Id == registration.ResellerId, cancellation);
        registration.DepositArrived();
        letters.DepositArrived(reseller, registration, registration.Issue(TokenPurpose.Resume, clock.GetUtcNow()));
    }

    private async Task<Reseller> KeepAsync(Payer payer, Registration registration, CancellationToken cancellation)
    {
        if (registration.ResellerId is { } id)
        {
            caller.ActFor(id);
            var known = await db.Resellers.SingleAsync(reseller => reseller.Id == id, cancellation);
            payer.WriteTo(known);
            return known;
        }

        var added = payer.NewReseller(registration.TierCode, clock.GetUtcNow());
        db.Resellers.Add(added);
        await db.SaveChangesAsync(cancellation);
        caller.ActFor(added.Id);
        return added;
    }
}
