using Cln.Data;
using Cln.Events;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;

namespace Cln.Registration;

/// <summary>A reseller that an operator lets in.</summary>
/// <param name="ResellerId">Who.</param>
internal sealed record ApproveResellerInput(Id<Reseller> ResellerId);

[Extends<Mutation>]
internal static class ApproveReseller
{
    /// <summary>
    /// Lets in a new reseller that has confirmed its email, where each is to be approved (the setting Registration:ManualApproval). It is told by mail. Doing it again changes nothing.
    /// </summary>
    [Scope(Scopes.Operator)]
    [Throws<NotFound>]
    [Throws<OutOfStep>]
    public static async Task<Reseller> ApproveResellerAsync(
        ApproveResellerInput input, RegistrationsByToken registrations, Letters letters, ClnDbContext db, CancellationToken cancellation)
    {
        var id = input.ResellerId.Value;
        var registration = await registrations.LockAsync(row => row.ResellerId == id, cancellation) ?? throw new NotFound("registration of a reseller");
        var reseller = await db.Resellers.SingleAsync(row => row.Id == id, cancellation);
        if (registration.Step == RegistrationStep.Done) return reseller;
        if (!registration.AwaitingApproval) throw new OutOfStep(registration.Step);

        if (!registration.Activate(reseller)) return reseller;
        db.Tell(() => new ResellerActivated(id));
        letters.Approved(reseller, registration);
        return reseller;
    }
}
