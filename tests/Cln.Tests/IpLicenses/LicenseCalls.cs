namespace Cln.Tests.IpLicenses;

/// <summary>The calls about licences that many tests make.</summary>
internal static class LicenseCalls
{
    public const string Error = "errors { __typename ... on Error { code message } }";

    public static Task<Answer> AddLicenseAsync(this Api reseller, string ip, string type = "KERNELCARE", string? key = null) => reseller.SendAsync(
        $$"""
        mutation($ip: IpAddress!, $type: String!, $key: IdempotencyKey) {
          addIpLicense(input: { ip: $ip, type: $type, idempotencyKey: $key }) { ipLicense { id ip hostname addedAt lastCheckInAt createdAt monthlyPrice type { code } } {{Error}} }
        }
        """,
        new { ip, type, key });

    /// <summary>The id of a new licence.</summary>
    public static async Task<string> LicensedAsync(this Api reseller, string ip, string type = "KERNELCARE") =>
        (await reseller.AddLicenseAsync(ip, type)).Worked("addIpLicense").Text("addIpLicense.ipLicense.id");

    public static Task<Answer> AddLicensesAsync(this Api reseller, IEnumerable<(string Ip, string Type)> licenses, string? key = null) => reseller.SendAsync(
        $$"""
        mutation($licenses: [NewIpLicenseInput!]!, $key: IdempotencyKey) {
          addIpLicenses(input: { licenses: $licenses, idempotencyKey: $key }) { addIpLicenseResults { ipLicense { id ip type { code } } errors { __typename code message } } {{Error}} }
        }
        """,
        new { licenses = licenses.Select(license => new { ip = license.Ip, type = license.Type }), key });

    public static Task<Answer> RemoveLicensesAsync(this Api reseller, params string[] ids) =>
        reseller.SendAsync($$"""mutation($ids: [ID!]!) { removeIpLicenses(input: { ids: $ids }) { ipLicenses { id ip type { code } backup { id } } {{Error}} } }""", new { ids });

    public static Task<Answer> ConvertLicenseAsync(this Api reseller, string id, string type) =>
        reseller.SendAsync($$"""mutation($id: ID!, $type: String!) { convertIpLicense(input: { id: $id, type: $type }) { ipLicense { id type { code } } {{Error}} } }""", new { id, type });

    public static Task<Answer> ActivateBackupAsync(this Api reseller, string ipLicenseId, int sizeGb, string dataCenter = "EU1") => reseller.SendAsync(
        $$"""
        mutation($ipLicenseId: ID!, $sizeGb: Int!, $dataCenter: String!) {
          activateBackup(input: { ipLicenseId: $ipLicenseId, sizeGb: $sizeGb, dataCenter: $dataCenter }) { backup { id sizeGb dataCenter managementUrl } {{Error}} }
        }
        """,
        new { ipLicenseId, sizeGb, dataCenter });

    public static async Task<string> BalanceAsync(this Api reseller) => (await reseller.SendAsync("{ balance { amount } }")).Worked().Text("balance.amount");

    /// <summary>The addresses of the account's licences that match, in the order of the answer.</summary>
    public static async Task<IReadOnlyList<string?>> LicensedIpsAsync(this Api reseller, string arguments) =>
        [.. (await reseller.SendAsync($"{{ ipLicenses({arguments}) {{ nodes {{ ip }} }} }}")).Worked().List("ipLicenses.nodes").Select(node => node.GetProperty("ip").GetString())];
}
