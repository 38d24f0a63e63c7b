using Microsoft.Extensions.Localization;

namespace Cln.Host.Web.Pages.Settings;

/// <summary>The roles of a reseller's staff, and what each may do, as the page of users shows it.</summary>
internal static class Roles
{
    public static IReadOnlyList<string> All { get; } = ["ADMIN", "BILLING", "SERVERS_AND_LICENSES", "SERVERS", "BILLING_READ_ONLY", "SERVERS_READ_ONLY"];

    /// <summary>The rights in the order of the table, each with the scope that stands for it.</summary>
    public static IReadOnlyList<(string Right, string Scope)> Rights(IStringLocalizer words) =>
    [
        (words["See products, servers and licenses"], Scopes.LicensesRead),
        (words["Add and delete servers and keys"], Scopes.ServersWrite),
        (words["Order and delete licenses"], Scopes.LicensesWrite),
        (words["See invoices and balance"], Scopes.BillingRead),
        (words["See prices and account information"], Scopes.PricesRead),
        (words["Payment methods, top up, billing details"], Scopes.BillingWrite),
        (words["Users, API tokens, security"], Scopes.UsersWrite),
    ];

    public static string Name(IStringLocalizer words, string role) => role switch
    {
        "ADMIN" => words["Full access (admin)"],
        "BILLING" => words["Billing"],
        "SERVERS_AND_LICENSES" => words["Servers and licenses"],
        "SERVERS" => words["Servers"],
        "BILLING_READ_ONLY" => words["Billing, read only"],
        "SERVERS_READ_ONLY" => words["Servers, read only"],
        _ => role,
    };

    public static bool May(string role, string scope) => Enum.TryParse<Access.Role>(role.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out var known) && Access.RoleScopes.Of(known).Contains(scope);

    public static IReadOnlyList<(string Value, string Label)> Options(IStringLocalizer words) => [.. All.Select(role => (role, Name(words, role)))];
}
