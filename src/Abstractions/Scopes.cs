namespace Cln;

/// <summary>The rights that a field can ask for and that a role or an API token can hold.</summary>
public static class Scopes
{
    public const string ResellerRead = "reseller:read";
    public const string ResellerWrite = "reseller:write";
    public const string LicensesRead = "licenses:read";
    public const string LicensesWrite = "licenses:write";
    public const string ServersRead = "servers:read";
    public const string ServersWrite = "servers:write";
    public const string BillingRead = "billing:read";
    public const string BillingWrite = "billing:write";
    public const string PricesRead = "prices:read";
    public const string UsersWrite = "users:write";
    public const string DocumentsWrite = "documents:write";
    public const string WebhooksWrite = "webhooks:write";
    public const string Operator = "operator";

    /// <summary>Everything that an API token of a reseller may be given.</summary>
    public static readonly IReadOnlyList<string> All =
    [
        ResellerRead, ResellerWrite, LicensesRead, LicensesWrite, ServersRead, ServersWrite, BillingRead, BillingWrite, PricesRead, UsersWrite, DocumentsWrite, WebhooksWrite,
    ];
}
