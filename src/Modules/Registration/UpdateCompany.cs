using Cln.Data;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;

namespace Cln.Registration;

/// <summary>The company's details, as a whole: this replaces what was there, and what is left out is emptied.</summary>
/// <param name="Name">The company's name, at most 150 characters.</param>
/// <param name="Country">ISO 3166-1 alpha-2 code, such as "DE".</param>
/// <param name="Street">Street and number, at most 200 characters.</param>
/// <param name="City">At most 100 characters.</param>
/// <param name="Phone">4 to 15 digits, such as "+49 30 1234567".</param>
/// <param name="Region">State or province, at most 100 characters.</param>
/// <param name="PostalCode">At most 20 characters.</param>
/// <param name="VatId">VAT identification number, for invoices; spaces and dots in it don't matter.</param>
internal sealed record UpdateCompanyInput(
    string Name, string Country, string Street, string City, string? Phone = null, string? Region = null, string? PostalCode = null, string? VatId = null);

[Extends<Mutation>]
internal static class UpdateCompany
{
    /// <summary>Changes the company's details. Documents that were issued before keep what they said.</summary>
    [Scope(Scopes.ResellerWrite)]
    [Throws<NoReseller>]
    [Throws<InvalidInput>]
    public static async Task<Reseller> UpdateCompanyAsync(UpdateCompanyInput input, ClnDbContext db, Caller caller, CancellationToken cancellation)
    {
        var id = caller.RequireReseller();
        var reseller = await db.Resellers.SingleAsync(row => row.Id == id, cancellation);
        reseller.Name = Details.Line("name", input.Name, Details.LongestCompany);
        reseller.Country = Details.Country("country", input.Country);
        PostalAddress.Checked(input.Phone, input.Street, input.City, input.Region, input.PostalCode, input.VatId).WriteTo(reseller);
        db.Tell(() => new ResellerDetailsChanged(id));
        return reseller;
    }
}
