namespace Cln.Invoices;

/// <summary>Whom a document is made out to, as it was when it was issued: a reseller that moves later doesn't change what was written.</summary>
internal sealed record Recipient
{
    public required string Company { get; init; }

    public required string FirstName { get; init; }

    public required string LastName { get; init; }

    public required string Email { get; init; }

    public string? Street { get; init; }

    public string? City { get; init; }

    public string? Region { get; init; }

    public string? PostalCode { get; init; }

    /// <summary>ISO 3166-1 alpha-2 code.</summary>
    public required string Country { get; init; }

    public string? VatId { get; init; }

    public static Recipient Of(Reseller reseller) => new()
    {
        Company = reseller.Name,
        FirstName = reseller.FirstName,
        LastName = reseller.LastName,
        Email = reseller.BillingEmail,
        Street = reseller.Street,
        City = reseller.City,
        Region = reseller.Region,
        PostalCode = reseller.PostalCode,
        Country = reseller.Country,
        VatId = reseller.VatId,
    };
}
