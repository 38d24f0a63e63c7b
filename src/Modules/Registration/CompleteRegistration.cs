using Cln.Contracts;
using Cln.Data;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;

namespace Cln.Registration;

/// <summary>The fourth step: the account.</summary>
/// <param name="Token">The registration's token.</param>
/// <param name="Login">What the owner will sign in with. It is not the email, and can't be changed later.</param>
/// <param name="Password">What the owner will sign in with; it is kept as a hash, and never mailed.</param>
/// <param name="BillingEmail">Where invoices and notices about money go.</param>
/// <param name="Street">Street and number, at most 200 characters.</param>
/// <param name="City">At most 100 characters.</param>
/// <param name="Phone">4 to 15 digits, such as "+49 30 1234567".</param>
/// <param name="Region">State or province, at most 100 characters.</param>
/// <param name="PostalCode">At most 20 characters.</param>
/// <param name="VatId">VAT identification number, for invoices; spaces and dots in it don't matter.</param>
internal sealed record CompleteRegistrationInput(
    string Token, string Login, string Password, string BillingEmail, string Street, string City,
    string? Phone = null, string? Region = null, string? PostalCode = null, string? VatId = null);

[Extends<Mutation>]
internal static class CompleteRegistration
{
    /// <summary>
    /// Opens the account: its owner can sign in as soon as the link in the welcome mail has been followed, which goes to the email of the
    /// payment step and works for 7 days.
    /// </summary>
    [AllowAnonymous]
    [Throws<UnknownRegistration>]
    [Throws<OutOfStep>]
    [Throws<InvalidInput>]
    [Throws<LoginTaken>]
    [Throws<WeakPassword>]
    [Throws<SignedInElsewhere>]
    public static async Task<Registration> CompleteRegistrationAsync(
        CompleteRegistrationInput input, RegistrationsByToken registrations, IAccounts accounts, Letters letters,
        ClnDbContext db, Caller caller, TimeProvider clock, CancellationToken cancellation)
    {
        var billingEmail = Details.Email("billingEmail", input.BillingEmail);
        var address = PostalAddress.Checked(input.Phone, input.Street, input.City, input.Region, input.PostalCode, input.VatId);
        var registration = await registrations.LockAsync(input.Token, cancellation);
        registration.Require(RegistrationStep.Account);

        caller.ActFor(registration.ResellerId!.Value);
        var reseller = await db.Resellers.SingleAsync(row => row.Id == registration.ResellerId, cancellation);
        reseller.BillingEmail = billingEmail;
        address.WriteTo(reseller);
        await accounts.AddOwnerAsync(reseller, input.Login, registration.Email!, input.Password, cancellation);

        registration.AccountOpened();
        letters.Welcome(reseller, registration, registration.IssueActivation(clock.GetUtcNow()));
        return registration;
    }
}
