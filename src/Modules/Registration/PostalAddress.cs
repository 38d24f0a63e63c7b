namespace Cln.Registration;

/// <summary>Where a reseller is reached, as its invoices show it.</summary>
internal sealed record PostalAddress(string? Phone, string Street, string City, string? Region, string? PostalCode, string? VatId)
{
    /// <exception cref="InvalidInput">A part isn't acceptable.</exception>
    public static PostalAddress Checked(string? phone, string street, string city, string? region, string? postalCode, string? vatId) => new(
        Details.Phone("phone", phone),
        Details.Line("street", street, 200),
        Details.Line("city", city, 100),
        Details.OptionalLine("region", region, 100),
        Details.OptionalLine("postalCode", postalCode, 20),
        Details.VatId("vatId", vatId));

    public void WriteTo(Reseller reseller)
    {
        reseller.Phone = Phone;
        reseller.Street = Street;
        reseller.City = City;
        reseller.Region = Region;
        reseller.PostalCode = PostalCode;
        reseller.VatId = VatId;
    }
}
