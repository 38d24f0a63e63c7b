namespace Cln.Pages;

/// <summary>Who looks at the page; every page below the shell has it as a cascading value, null for whoever isn't signed in.</summary>
public sealed record SignedIn(string Login, string Email, string Role, IReadOnlyList<string> Scopes, SignedInReseller? Reseller)
{
    public bool Has(string? scope) => scope is null || Scopes.Contains(scope);

    public bool IsOperator => Has(Cln.Scopes.Operator);
}

/// <summary>The account that they belong to.</summary>
public sealed record SignedInReseller(string Id, int Number, string Name, string Currency, bool RequiresTwoFactor);
