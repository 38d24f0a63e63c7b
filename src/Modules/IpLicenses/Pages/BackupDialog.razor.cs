using System.Globalization;
using Cln.Pages;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Cln.IpLicenses.Pages;

public partial class BackupDialog
{
    private static readonly ApiDocument Of = new("query BackupOfLicense($id: ID!) { node(id: $id) { ... on IpLicense { id ip backup { id sizeGb dataCenter managementUrl } } } dataCenters { code name } }");
    private static readonly ApiDocument Quote = new("query BackupQuote($id: ID!, $size: Int!) { backupQuote(ipLicenseId: $id, sizeGb: $size) { error { code message } } }");
    private static readonly ApiDocument PricedQuote = new("query BackupPricedQuote($id: ID!, $size: Int!) { backupQuote(ipLicenseId: $id, sizeGb: $size) { total monthly error { code message } } }");
    private static readonly ApiDocument Activate = new("mutation ActivateBackup($id: ID!, $size: Int!, $dataCenter: String!, $key: IdempotencyKey!) { activateBackup(input: { ipLicenseId: $id, sizeGb: $size, dataCenter: $dataCenter, idempotencyKey: $key }) { backup { id } errors { ... on Error { code message } } } }");
    private static readonly ApiDocument Resize = new("mutation ResizeBackup($id: ID!, $size: Int!, $key: IdempotencyKey!) { resizeBackup(input: { id: $id, sizeGb: $size, idempotencyKey: $key }) { backup { id } errors { ... on Error { code message } } } }");
    private static readonly ApiDocument Deactivate = new("mutation DeactivateBackup($id: ID!, $key: IdempotencyKey!) { deactivateBackup(input: { id: $id, idempotencyKey: $key }) { backup { id } errors { ... on Error { code message } } } }");

    private IReadOnlyList<DataCenterRow> dataCenters = [];
    private License? license;
    private SingleQuote? quote;
    private string size = "50";
    private string dataCenter = "";
    private bool isLoaded;
    private int asked;

    [Inject] private IDialogService Dialogs { get; set; } = null!;

    [CascadingParameter] private IMudDialogInstance Dialog { get; set; } = null!;

    [Parameter] public SignedIn? Reader { get; set; }

    [Parameter] public string LicenseId { get; set; } = "";

    private string Currency => Reader?.Reseller?.Currency ?? "USD";

    private string Deed => (license?.Backup, quote) switch
    {
        (null, { Error: null, Total: { } total }) => L["Activate for {0}", total.In(Currency)],
        (null, _) => L["Activate"],
        (_, { Error: null, Total: { IsNegative: true } back }) => L["Resize, {0} comes back", (-back).In(Currency)],
        (_, { Error: null, Total: { IsZero: false } total }) => L["Resize for {0}", total.In(Currency)],
        _ => L["Resize"],
    };

    protected override async Task OnInitializedAsync()
    {
        var answer = await Api.AskAsync<Answer>(Of, new { id = LicenseId });
        (license, dataCenters, isLoaded) = (answer.Node, answer.DataCenters, true);
        if (dataCenters.Count > 0) dataCenter = dataCenters[0].Code;
        if (license?.Backup is { } backup) size = backup.SizeGb.ToString(CultureInfo.InvariantCulture);
        await QuoteAsync();
    }

    private string NameOf(string code) => dataCenters.FirstOrDefault(one => one.Code == code) is { } known ? $"{code}, {known.Name}" : code;

    private async Task QuoteAsync()
    {
        var mine = ++asked;
        quote = null;
        if (int.TryParse(size, CultureInfo.InvariantCulture, out var gb) && gb > 0 && gb % 10 == 0 && await AskAsync(gb) is var told && mine == asked) quote = told;
    }

    private async Task<SingleQuote?> AskAsync(int gb) => (await Api.AskAsync<QuoteAnswer>(Reader?.Has(Scopes.PricesRead) == true ? PricedQuote : Quote, new { id = LicenseId, size = gb })).BackupQuote;

    private async Task<Problem?> SaveAsync(string key)
    {
        var gb = int.Parse(size, CultureInfo.InvariantCulture);
        var outcome = license!.Backup is { } backup
            ? await Api.SendAsync<object>(Resize, new { id = backup.Id, size = gb, key })
            : await Api.SendAsync<object>(Activate, new { id = LicenseId, size = gb, dataCenter, key });
        if (outcome.Problem is not null) return outcome.Problem;
        Snackbar.Add(L["The backup of {0} has {1} GB.", license.Ip, gb.Count()], Severity.Success);
        Dialog.Close();
        return null;
    }

    private async Task DeactivateAsync()
    {
        var backup = license!.Backup!;
        var end = await AskAsync(0);
        var sure = await Dialogs.QuestionAsync(
            L["Deactivate the backup of {0}?", license.Ip],
            What(backup, end),
            end?.Total is { IsNegative: true } back ? L["Deactivate, {0} comes back", (-back).In(Currency)] : L["Deactivate"],
            async key => (await Api.SendAsync<object>(Deactivate, new { id = backup.Id, key })).Problem);
        if (!sure) return;
        Snackbar.Add(L["The backup of {0} is deactivated.", license.Ip], Severity.Success);
        Dialog.Close();
    }

    private RenderFragment What(BackupRow backup, SingleQuote? end) => builder =>
    {
        builder.AddContent(0, L["{0} GB in {1} end at once: what was backed up can't be had back. The license stays.", backup.SizeGb.Count(), NameOf(backup.DataCenter)]);
        if (end is not { Total: { } total, Monthly: { } monthly }) return;
        builder.OpenComponent<Cost>(1);
        builder.AddAttribute(2, nameof(Cost.Total), total);
        builder.AddAttribute(3, nameof(Cost.Monthly), monthly);
        builder.AddAttribute(4, nameof(Cost.Currency), Currency);
        builder.CloseComponent();
    };

    private sealed record License(string Id, string Ip, BackupRow? Backup);

    private sealed record DataCenterRow(string Code, string Name);

    private sealed record Answer(License? Node, IReadOnlyList<DataCenterRow> DataCenters);

    private sealed record QuoteAnswer(SingleQuote BackupQuote);
}
