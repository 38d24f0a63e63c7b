namespace Cln.Registration;

/// <summary>Who pays a deposit: what the account knows of its owner until the next step.</summary>
internal sealed record Payer(string FirstName, string LastName, string Company, string Country, string Email)
{
    /// <exception cref="InvalidInput">A detail isn't acceptable.</exception>
    public static Payer From(SubmitRegistrationPaymentInput input) => new(
        Details.Line("firstName", input.FirstName, Details.LongestName),
        Details.Line("lastName", input.LastName, Details.LongestName),
        Details.Line("company", input.Company, Details.LongestCompany),
        Details.Country("country", input.Country),
        Details.Email("email", input.Email));

    public Reseller NewReseller(string tierCode, DateTimeOffset now) => new()
    {
        Name = Company,
        Login = "",
        BillingEmail = Email,
        TierCode = tierCode,
        FirstName = FirstName,
        LastName = LastName,
        Country = Country,
        CreatedAt = now,
    };

    public void WriteTo(Reseller reseller)
    {
        reseller.Name = Company;
        reseller.BillingEmail = Email;
        reseller.FirstName = FirstName;
        reseller.LastName = LastName;
        reseller.Country = Country;
    }
}
