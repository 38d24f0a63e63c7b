namespace Cln.Registration;

/// <summary>Who pays a deposit: what the account knows of its owner until the next step.</summary>
internal sealed record Payer(string FirstName, string LastName, string Company, string Country, string Email)
{
    /// <exception cref="InvalidInput">A detail isn't acceptable.</exception>
    public static Payer Checked(string firstName, string lastName, string company, string country, string email) => new(
        Details.Line("firstName", firstName, Details.LongestName),
        Details.Line("lastName", lastName, Details.LongestName),
        Details.Line("company", company, Details.LongestCompany),
        Details.Country("country", country),
        Details.Email("email", email));

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

    public void WriteTo(Reseller reseller, string tierCode)
    {
        reseller.TierCode = tierCode;
        reseller.Name = Company;
        reseller.BillingEmail = Email;
        reseller.FirstName = FirstName;
        reseller.LastName = LastName;
        reseller.Country = Country;
    }
}
