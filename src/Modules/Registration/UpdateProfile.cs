using Cln.Data;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;

namespace Cln.Registration;

/// <summary>The person to write to, as a whole: this replaces what was there.</summary>
/// <param name="FirstName">At most 60 characters.</param>
/// <param name="LastName">At most 60 characters.</param>
/// <param name="BillingEmail">Where invoices and notices about money go.</param>
internal sealed record UpdateProfileInput(string FirstName, string LastName, string BillingEmail);

[Extends<Mutation>]
internal static class UpdateProfile
{
    /// <summary>Changes whom the platform writes to about the account.</summary>
    [Scope(Scopes.ResellerWrite)]
    [Throws<NoReseller>]
    [Throws<InvalidInput>]
    public static async Task<Reseller> UpdateProfileAsync(UpdateProfileInput input, ClnDbContext db, Caller caller, CancellationToken cancellation)
    {
        var id = caller.RequireReseller();
        var reseller = await db.Resellers.SingleAsync(row => row.Id == id, cancellation);
        reseller.FirstName = Details.Line("firstName", input.FirstName, Details.LongestName);
        reseller.LastName = Details.Line("lastName", input.LastName, Details.LongestName);
        reseller.BillingEmail = Details.Email("billingEmail", input.BillingEmail);
        db.Tell(() => new ResellerDetailsChanged(id));
        return reseller;
    }
}
