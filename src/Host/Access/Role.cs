namespace Cln.Host.Access;

/// <summary>What a user may do on the reseller's account.</summary>
internal enum Role
{
    /// <summary>Everything.</summary>
    Admin,

    /// <summary>Invoices, balance, prices, payment methods, top-ups and billing details; sees servers and licences.</summary>
    Billing,

    /// <summary>Adds and deletes servers, keys, licences and server accounts.</summary>
    ServersAndLicenses,

    /// <summary>Adds and deletes servers and keys; sees licences.</summary>
    Servers,

    /// <summary>Sees invoices and balance, servers and licences.</summary>
    BillingReadOnly,

    /// <summary>Sees servers and licences.</summary>
    ServersReadOnly,

    /// <summary>The vendor's own staff: belongs to no reseller and sees all of them.</summary>
    Operator,
}

internal static class RoleScopes
{
    public static IReadOnlyList<string> Of(Role role) => role switch
    {
        Role.Admin => Scopes.All,
        Role.Billing => [Scopes.LicensesRead, Scopes.ServersRead, Scopes.BillingRead, Scopes.BillingWrite, Scopes.PricesRead, Scopes.ResellerRead, Scopes.ResellerWrite],
        Role.ServersAndLicenses => [Scopes.LicensesRead, Scopes.LicensesWrite, Scopes.ServersRead, Scopes.ServersWrite],
        Role.Servers => [Scopes.LicensesRead, Scopes.ServersRead, Scopes.ServersWrite],
        Role.BillingReadOnly => [Scopes.LicensesRead, Scopes.ServersRead, Scopes.BillingRead],
        Role.ServersReadOnly => [Scopes.LicensesRead, Scopes.ServersRead],
        Role.Operator => [Scopes.Operator, .. Scopes.All],
        _ => [],
    };
}
