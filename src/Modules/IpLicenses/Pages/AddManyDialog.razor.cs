using Cln.Pages;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MudBlazor;

namespace Cln.IpLicenses.Pages;

public partial class AddManyDialog
{
    private const int MostLines = 10_000;
    private const int AtOnce = 500;
    private const long MostBytes = 4_000_000;

    private readonly List<Line> lines = [];
    private IReadOnlyList<TypeRow> types = [];
    private ElementReference area;
    private ElementReference file;
    private AddQuote? quote;
    private Step step;
    private string type = "";
    private string? wrong;
    private string initial = "";
    private bool onlyConflicts;
    private int added;
    private int sent;

    [Inject] private IApi Api { get; set; } = null!;

    [Inject] private IJSRuntime Script { get; set; } = null!;

    [CascadingParameter] private IMudDialogInstance Dialog { get; set; } = null!;

    [Parameter] public SignedIn? Reader { get; set; }

    /// <summary>Of which product; null for all.</summary>
    [Parameter] public string? Product { get; set; }

    private enum Step
    {
        Typing,
        Seeing,
        Adding,
        Done,
    }

    private bool SeesPrices => Reader?.Has(Scopes.PricesRead) == true;

    private string Currency => Reader?.Reseller?.Currency ?? "USD";

    private string Example => $"198.51.100.20\n198.51.100.21,{(types.Count > 0 ? types[0].Code : "KERNELCARE")}\n2001:db8::20";

    private int Good => lines.Count(line => line.IsWanted);

    private List<Line> Failures => lines.FindAll(line => line.Problem is not null);

    private string Deed => quote is { Total: { } total } ? L["Add {0} licenses for {1}", Good.Count(), total.In(Currency)] : L["Add {0} licenses", Good.Count()];

    protected override async Task OnInitializedAsync()
    {
        types = [.. (await Api.AskAsync<TypesAnswer>(LicenseApi.Types)).LicenseTypes.Where(one => Product is null || one.Product == Product)];
        if (types.Count > 0) type = types[0].Code;
    }

    private string NameOf(string code) => types.FirstOrDefault(one => one.Code == code)?.Name ?? code;

    private async Task LoadAsync() => wrong = await Script.InvokeAsync<bool>("cln.load", file, area) ? null : L["This file could not be read, or is larger than 4 MB."].Value;

    private Task<Problem?> PreviewAsync(string key) => DrawnAsync(ReadLinesAsync());

    private Task<Problem?> AddAsync(string key) => DrawnAsync(SendAsync(key));

    /// <summary>The form draws itself again, and not the dialog that it stands in.</summary>
    private async Task<Problem?> DrawnAsync(Task<Problem?> deed)
    {
        try
        {
            return await deed;
        }
        finally
        {
            StateHasChanged();
        }
    }

    private async Task<Problem?> ReadLinesAsync()
    {
        initial = await ReadAsync();
        var read = LicenseLines.Read(initial, type, [.. types.Select(one => (one.Code, one.Name))]);
        wrong = read.Count switch
        {
            0 => L["There is no address in it."].Value,
            > MostLines => L["These are {0} lines, and {1} are possible at once. Add the rest afterwards.", read.Count.Count(), MostLines.Count()].Value,
            _ => null,
        };
        if (wrong is not null) return null;

        lines.Clear();
        lines.AddRange(read.Select(line => new Line(line.Number, line.Ip, line.Type) { Problem = line.IsWrong ? new("INVALID_IP_ADDRESS", L["This is not an IP address."]) : line.IsUnknown ? new("UNKNOWN_LICENSE_TYPE", L["There is no such type here."]) : null }));
        var asked = lines.FindAll(line => line.Problem is null);
        quote = await LicenseApi.QuoteAsync(Api, Reader, asked.Select(line => new NewLicense(line.Ip, line.Type)));
        if (quote.Error is not null) return quote.Error;
        foreach (var (line, row) in asked.Zip(quote.Rows)) (line.Due, line.IsOwned, line.Problem) = (row.Due, row.IpLicense is not null, row.Errors is [var first, ..] ? first : null);
        (step, added, sent, onlyConflicts) = (Step.Seeing, 0, 0, false);
        return null;
    }

    /// <summary>In pieces, each under a key of its own: what was interrupted goes on where it stopped, and nothing is charged twice.</summary>
    private async Task<Problem?> SendAsync(string key)
    {
        step = Step.Adding;
        var wanted = lines.FindAll(line => line.IsWanted || line.IsSent);
        for (; sent < wanted.Count; sent += AtOnce)
        {
            var some = wanted[sent..Math.Min(sent + AtOnce, wanted.Count)];
            var outcome = await Api.SendAsync<AddPayload>(LicenseApi.Add, new { licenses = some.Select(line => new NewLicense(line.Ip, line.Type)), key = FormattableString.Invariant($"{key}:{sent}") });
            if (outcome.Problem is not null)
            {
                step = Step.Seeing;
                return outcome.Problem;
            }

            foreach (var (line, result) in some.Zip(outcome.Value!.AddIpLicenseResults))
            {
                (line.IsSent, line.Problem) = (true, result.Errors is [var first, ..] ? first : null);
                if (line.Problem is null) added++;
            }

            StateHasChanged();
            await Task.Yield();
        }

        step = Step.Done;
        return null;
    }

    private async Task<string> ReadAsync()
    {
        await using var text = await Script.InvokeAsync<IJSStreamReference>("cln.text", area);
        await using var stream = await text.OpenReadStreamAsync(MostBytes);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }

    private sealed record Line(int Number, string Ip, string Type)
    {
        public Problem? Problem { get; set; }

        public Money? Due { get; set; }

        public bool IsOwned { get; set; }

        public bool IsSent { get; set; }

        public bool IsWanted => Problem is null && !IsOwned;
    }
}
