using Cln.Pages;

namespace Cln.IpLicenses.Pages;

/// <summary>What several of these pages ask of the API.</summary>
internal static class LicenseApi
{
    public const string Row = "id ip hostname registeredAt lastCheckInAt suspendedAt type { code } backup { id sizeGb dataCenter managementUrl }";

    public static readonly ApiDocument Types = new("query LicenseTypes { licenseTypes { code name product } }");

    public static readonly ApiDocument Add = new(
        """
        mutation AddIpLicenses($licenses: [NewIpLicenseInput!]!, $key: IdempotencyKey!) {
          addIpLicenses(input: { licenses: $licenses, idempotencyKey: $key }) {
            addIpLicenseResults { ipLicense { id } errors { code message } }
            errors { ... on Error { code message } ... on InvalidInput { field } }
          }
        }
        """);

    private static readonly ApiDocument quote = new(
        """
        query AddIpLicensesQuote($licenses: [NewIpLicenseInput!]!) {
          addIpLicensesQuote(licenses: $licenses) { error { code message } rows { ip type { code } ipLicense { id } errors { code message } } }
        }
        """);

    private static readonly ApiDocument pricedQuote = new(
        """
        query AddIpLicensesPricedQuote($licenses: [NewIpLicenseInput!]!) {
          addIpLicensesQuote(licenses: $licenses) { total monthly error { code message } rows { ip type { code } ipLicense { id } due errors { code message } } }
        }
        """);

    /// <summary>What adding these would come to; without amounts for whoever doesn't see prices.</summary>
    public static async Task<AddQuote> QuoteAsync(IApi api, SignedIn? reader, IEnumerable<NewLicense> licenses, CancellationToken cancellation = default) =>
        (await api.AskAsync<QuoteAnswer>(reader?.Has(Scopes.PricesRead) == true ? pricedQuote : quote, new { licenses }, cancellation)).AddIpLicensesQuote;

    public static string SlugOf(string product) => product.ToLowerInvariant().Replace(' ', '-');

    private sealed record QuoteAnswer(AddQuote AddIpLicensesQuote);
}

internal sealed record LicenseRow(string Id, string Ip, string? Hostname, DateTimeOffset? RegisteredAt, DateTimeOffset? LastCheckInAt, DateTimeOffset? SuspendedAt, CodeOnly Type, BackupRow? Backup);

internal sealed record CodeOnly(string Code);

internal sealed record BackupRow(string Id, int SizeGb, string DataCenter, string ManagementUrl);

internal sealed record TypeRow(string Code, string Name, string Product);

internal sealed record TypesAnswer(IReadOnlyList<TypeRow> LicenseTypes);

internal sealed record NewLicense(string Ip, string Type);

internal sealed record AddQuote(Money? Total, Money? Monthly, Problem? Error, IReadOnlyList<AddQuoteRow> Rows);

internal sealed record AddQuoteRow(string Ip, CodeOnly? Type, IdOnly? IpLicense, Money? Due, IReadOnlyList<Problem>? Errors);

internal sealed record IdOnly(string Id);

internal sealed record AddPayload(IReadOnlyList<AddResult> AddIpLicenseResults);

internal sealed record AddResult(IdOnly? IpLicense, IReadOnlyList<Problem>? Errors);

internal sealed record SingleQuote(Money? Total, Money? Monthly, Problem? Error);
