using Microsoft.Extensions.Localization;

namespace Cln.Host.Web.Pages.Settings;

/// <summary>What each scope lets a program do, in words.</summary>
internal static class ScopeNames
{
    public static string Of(IStringLocalizer words, string scope) => scope switch
    {
        Scopes.ResellerRead => words["See the account and its events"],
        Scopes.ResellerWrite => words["Change account information"],
        Scopes.LicensesRead => words["See licenses"],
        Scopes.LicensesWrite => words["Order and delete licenses"],
        Scopes.ServersRead => words["See servers and keys"],
        Scopes.ServersWrite => words["Add and delete servers and keys"],
        Scopes.BillingRead => words["See invoices and balance"],
        Scopes.BillingWrite => words["Payment methods, top up, billing details"],
        Scopes.PricesRead => words["See prices"],
        Scopes.UsersWrite => words["Users, API tokens, security"],
        Scopes.DocumentsWrite => words["Store trusted documents"],
        Scopes.WebhooksWrite => words["Set up webhooks"],
        _ => scope,
    };
}
