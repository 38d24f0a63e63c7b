using System.Text.Json;
using Cln.Pages;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Cln.IpLicenses.Pages;

public partial class IpLicensesPage
{
    /// <summary>As many rows are asked for again at once when one is added; of a longer list, it is only said.</summary>
    private const int ShortList = 300;

    private static readonly ApiDocument Rows = new(
        $$"""
        query IpLicenses($after: String, $first: Int, $order: [IpLicenseOrder!], $search: String, $where: IpLicenseFilter) {
          ipLicenses(after: $after, first: $first, order: $order, search: $search, where: $where) { nodes { {{LicenseApi.Row}} } pageInfo { endCursor hasNextPage } }
        }
        """);

    private static readonly ApiDocument FirstRows = new(
        $$"""
        query IpLicensesCounted($after: String, $first: Int, $order: [IpLicenseOrder!], $search: String, $where: IpLicenseFilter) {
          ipLicenses(after: $after, first: $first, order: $order, search: $search, where: $where) { totalCount nodes { {{LicenseApi.Row}} } pageInfo { endCursor hasNextPage } }
        }
        """);

    private static readonly ApiDocument Suspended = new("query SuspendedIpLicenses($where: IpLicenseFilter) { ipLicenses(first: 1, where: $where) { totalCount } }");

    private static readonly ApiDocument Export = new("query IpLicensesExport($search: String, $where: IpLicenseFilter) { ipLicenses(order: [{ ip: ASC }], search: $search, where: $where) { nodes { ip type { code name } hostname createdAt registeredAt lastCheckInAt suspendedAt } } }");

    private static readonly ApiDocument PricedExport = new("query IpLicensesPricedExport($search: String, $where: IpLicenseFilter) { ipLicenses(order: [{ ip: ASC }], search: $search, where: $where) { nodes { ip type { code name } hostname createdAt registeredAt lastCheckInAt suspendedAt monthlyPrice } } }");

    private static readonly ApiDocument Changes = new($$"""subscription IpLicensesChange { ipLicensesChanged { kind ip type { code } ipLicense { {{LicenseApi.Row}} } } }""");

    private readonly List<string> chosen = [];
    private readonly List<string> ips = [];
    private readonly List<Change> told = [];
    private Listing<LicenseRow>? list;
    private IReadOnlyList<TypeRow> all = [];
    private IReadOnlyList<TypeRow> types = [];
    private IReadOnlyList<LicenseRow> selected = [];
    private string typedText = "";
    private string? searched;
    private int typed;
    private int suspended;
    private int? total;
    private bool onlySuspended;
    private bool isBehind;
    private bool isCatchingUp;

    [Parameter] public string? ProductPath { get; set; }

    [SupplyParameterFromQuery(Name = "search")] private string? Search { get; set; }

    protected override object? Key => (ProductPath, Search);

    private string? Product => ProductPath is not null && types is [var first, ..] ? first.Product : null;

    private bool MayWrite => SignedIn?.Has(Scopes.LicensesWrite) == true;

    /// <summary>What is looked for: what the field has, but for the spaces around it.</summary>
    private string Sought => typedText.Trim();

    private bool IsFiltered => Sought.Length > 0 || chosen.Count > 0 || ips.Count > 0 || onlySuspended;

    /// <summary>The same rows as a file, by the API's export.</summary>
    private string ExportPath =>
        $"/graphql/export.csv?query={Uri.EscapeDataString((SignedIn?.Has(Scopes.PricesRead) == true ? PricedExport : Export).Text)}&variables={Uri.EscapeDataString(JsonSerializer.Serialize(new { search = Sought.Length == 0 ? null : Sought, where = Where() }))}";

    protected override async Task LoadAsync()
    {
        if (all.Count == 0) all = (await Api.AskAsync<TypesAnswer>(LicenseApi.Types, cancellation: Closing)).LicenseTypes;
        types = ProductPath is null ? all : [.. all.Where(type => LicenseApi.SlugOf(type.Product) == ProductPath)];
        chosen.RemoveAll(code => types.All(type => type.Code != code));
        (selected, isBehind) = ([], false);
        await CountSuspendedAsync();
        if (searched == (Search ?? "")) return;
        searched = typedText = Search ?? "";
        if (list is not null) await list.ReloadAsync();
    }

    protected override void Listen() => On<Change>(Changes, HearAsync);

    private async Task CountSuspendedAsync() =>
        suspended = types.Count == 0 ? 0 : (await Api.AskAsync<Answer>(Suspended, new { where = new { type = TypeFilter(), suspendedAt = new { neq = (string?)null } } }, Closing)).IpLicenses.TotalCount ?? 0;

    private async Task<Rows<LicenseRow>> FetchAsync(ListingPage page) => (await Api.AskAsync<Answer>(
        page.After is null ? FirstRows : Rows, new { page.After, page.First, page.Order, search = Sought.Length == 0 ? null : Sought, where = Where() }, Closing)).IpLicenses;

    private Dictionary<string, object>? Where()
    {
        Dictionary<string, object> where = new(StringComparer.Ordinal);
        if (TypeFilter() is { } ofTypes) where["type"] = ofTypes;
        if (ips.Count > 0) where["ip"] = new { @in = ips };
        if (onlySuspended) where["suspendedAt"] = new { neq = (string?)null };
        return where.Count == 0 ? null : where;
    }

    private object? TypeFilter() => chosen.Count > 0 ? new { @in = chosen.AsEnumerable() } : ProductPath is null ? null : new { @in = types.Select(type => type.Code) };

    private async Task SearchAsync(string? now)
    {
        typedText = now ?? "";
        var mine = ++typed;
        await Task.Delay(TimeSpan.FromSeconds(0.2), TimeProvider.System, CancellationToken.None);
        if (mine == typed && !Closing.IsCancellationRequested) await ReloadRowsAsync();
    }

    /// <summary>A whole address becomes a filter of its own, so that another can be looked for beside it.</summary>
    private async Task KeepAsync()
    {
        if (!IpAddress.TryParse(Sought, out var ip)) return;
        if (!ips.Contains(ip.ToString())) ips.Add(ip.ToString());
        typedText = "";
        await ReloadRowsAsync();
    }

    private async Task FilterAsync(ChangeEventArgs change)
    {
        if (change.Value is not string { Length: > 0 } code) return;
        chosen.Add(code);
        await ReloadRowsAsync();
    }

    private async Task DropAsync(Action drop)
    {
        drop();
        await ReloadRowsAsync();
    }

    private Task ShowSuspendedAsync() => DropAsync(() => onlySuspended = !onlySuspended);

    private Task ClearAsync()
    {
        (typedText, onlySuspended) = ("", false);
        chosen.Clear();
        ips.Clear();
        return ReloadRowsAsync();
    }

    private Task CatchUpAsync() => ReloadRowsAsync();

    private async Task ReloadRowsAsync()
    {
        isBehind = false;
        if (list is not null) await list.ReloadAsync();
    }

    private string NameOf(LicenseRow row) => NameOf(row.Type.Code);

    private string NameOf(string code) => all.FirstOrDefault(type => type.Code == code)?.Name ?? code;

    /// <summary>What a license can become: the other types of its product. ImunifyAV+ has no backups, but belongs to them too.</summary>
    private List<TypeRow> Others(LicenseRow row) => [.. all.Where(type => type.Code != row.Type.Code && type.Product == all.FirstOrDefault(own => own.Code == row.Type.Code)?.Product)];

    private static class Backup
    {
        public static bool IsFor(string code) => code.StartsWith("IMUNIFY360_", StringComparison.Ordinal);
    }

    private sealed record Answer(Rows<LicenseRow> IpLicenses);

    private sealed record Change(string Kind, string Ip, CodeOnly Type, LicenseRow? IpLicense);
}
