namespace Cln.Tests.Billing;

/// <summary>What tests say and ask about prices.</summary>
internal static class PriceCalls
{
    public static Task<Answer> ChangePricesAsync(this Api op, string tier, string from, params (string Type, string? Monthly)[] prices) => op.ChangePricesAsync(tier, from, backup: null, prices);

    public static Task<Answer> ChangePricesAsync(this Api op, string tier, string from, string? backup, params (string Type, string? Monthly)[] prices) => op.SendAsync(
        """
        mutation($input: ChangePricesInput!) { changePrices(input: $input) {
          tier { code priceChanges { licenseType { code } from before monthly } }
          errors { ... on Error { code message } ... on MonthTooSoon { monthBegins: earliest } ... on NoticeTooShort { rises: earliest } ... on InvalidInput { field } }
        } }
        """,
        new { input = new { tier, from, prices = prices.Select(price => new { type = price.Type, monthly = price.Monthly }), backupPer10Gb = backup } });

    /// <summary>"2027-01-01 KERNELCARE 2.95 > 3.10".</summary>
    public static async Task<IReadOnlyList<string>> AnnouncedAsync(this Api anybody, string tier) =>
    [
        .. (await anybody.SendAsync("{ priceList { code priceChanges { licenseType { code } from before monthly } } }")).Worked().List("priceList").Single(one => one.GetProperty("code").GetString() == tier).GetProperty("priceChanges").EnumerateArray()
            .Select(change => $"{change.GetProperty("from")} {(change.GetProperty("licenseType") is { ValueKind: System.Text.Json.JsonValueKind.Object } type ? type.GetProperty("code") : "BACKUP")} {change.GetProperty("before")} > {change.GetProperty("monthly")}"),
    ];
}
