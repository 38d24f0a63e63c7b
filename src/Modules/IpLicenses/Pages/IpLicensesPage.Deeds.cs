using Cln.Pages;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Cln.IpLicenses.Pages;

/// <summary>What is done on the page, and what is heard of what others do.</summary>
public partial class IpLicensesPage
{
    private const int MostNamed = 8;

    private static readonly ApiDocument Remove = new(
        "mutation RemoveIpLicenses($ids: [ID!]!, $key: IdempotencyKey!) { removeIpLicenses(input: { ids: $ids, idempotencyKey: $key }) { ipLicenses { id } errors { ... on Error { code message } } } }");

    private static readonly ApiDocument RemoveQuote = new(
        "query RemoveIpLicensesPricedQuote($ids: [ID!]!) { removeIpLicensesQuote(ipLicenseIds: $ids) { total monthly error { code message } } }");

    private Task AddAsync() => Dialogs.OpenAsync<AddIpDialog>(new() { { dialog => dialog.Reader, SignedIn }, { dialog => dialog.Product, Product } });

    private async Task AddManyAsync()
    {
        await Dialogs.OpenAsync<AddManyDialog>(new() { { dialog => dialog.Reader, SignedIn }, { dialog => dialog.Product, Product } }, wide: true);
        await ReloadRowsAsync();
    }

    private Task ConvertAsync(LicenseRow row) =>
        Dialogs.OpenAsync<ConvertDialog>(new() { { dialog => dialog.Reader, SignedIn }, { dialog => dialog.Id, row.Id }, { dialog => dialog.Ip, row.Ip }, { dialog => dialog.Type, row.Type.Code } });

    private Task BackUpAsync(LicenseRow row) => Dialogs.OpenAsync<BackupDialog>(new() { { dialog => dialog.Reader, SignedIn }, { dialog => dialog.LicenseId, row.Id } });

    private async Task RemoveAsync(IReadOnlyList<LicenseRow> rows)
    {
        if (rows.Count == 0) return;
        var quote = SignedIn?.Has(Scopes.PricesRead) == true ? (await Api.AskAsync<QuoteAnswer>(RemoveQuote, new { ids = rows.Select(row => row.Id) }, Closing)).RemoveIpLicensesQuote : null;
        var title = rows.Count == 1 ? L["Remove {0}?", rows[0].Ip] : L["Remove {0} licenses?", rows.Count.Count()];
        var action = quote?.Total is { IsNegative: true } back ? L["Remove, {0} comes back", (-back).In(Currency)] : L["Remove"];
        if (!await Dialogs.QuestionAsync(title, WhatGoes(rows, quote), action, key => RemoveAsync(rows, key))) return;
        Forget(rows);
        Snackbar.Add(
            rows.Count == 1 ? L["{0} is removed.", rows[0].Ip] : L["{0} licenses are removed.", rows.Count.Count()],
            Severity.Success,
            options => (options.Action, options.OnClick) = (L["Undo"].Value, _ => InvokeAsync(() => UndoAsync(rows))));
    }

    private async Task<Problem?> RemoveAsync(IReadOnlyList<LicenseRow> rows, string key) =>
        (await Api.SendAsync<object>(Remove, new { ids = rows.Select(row => row.Id), key })).Problem;

    /// <summary>Adds them again, which costs what came back.</summary>
    private async Task UndoAsync(IReadOnlyList<LicenseRow> rows)
    {
        var outcome = await Api.SendAsync<AddPayload>(LicenseApi.Add, new { licenses = rows.Select(row => new NewLicense(row.Ip, row.Type.Code)), key = Guid.CreateVersion7().ToString() });
        var failed = outcome.Problem ?? outcome.Value!.AddIpLicenseResults.Select(result => result.Errors is [var first, ..] ? first : null).FirstOrDefault(error => error is not null);
        if (failed is not null) Snackbar.Add(failed.Message, Severity.Error);
        else Snackbar.Add(rows.Count == 1 ? L["{0} is licensed again.", rows[0].Ip] : L["{0} licenses are added again.", rows.Count.Count()], Severity.Success);
        if (rows.Any(row => row.Backup is not null)) Snackbar.Add(L["The backups stay deactivated; activate them again where you want them."], Severity.Info);
    }

    private void Forget(IReadOnlyList<LicenseRow> rows)
    {
        var ids = rows.Select(row => row.Id).ToHashSet(StringComparer.Ordinal);
        if (list?.Remove(row => ids.Contains(row.Id)) is > 0 and var gone) total -= gone;
        StateHasChanged();
    }

    /// <summary>Draws several that come close together at once: a bulk call tells of thousands.</summary>
    private Task HearAsync(Change change)
    {
        told.Add(change);
        if (isCatchingUp) return Task.CompletedTask;
        isCatchingUp = true;
        _ = SoonAsync();
        return Task.CompletedTask;

        async Task SoonAsync()
        {
            await Task.Delay(TimeSpan.FromSeconds(0.3), TimeProvider.System, CancellationToken.None);
            await InvokeAsync(TakeInAsync);
            isCatchingUp = false;
            if (told.Count > 0 && !Closing.IsCancellationRequested) _ = HearAsync(told[^1]);
        }
    }

    private async Task TakeInAsync()
    {
        Change[] changes = [.. told];
        told.Clear();
        if (Closing.IsCancellationRequested || list is null) return;
        var isMany = changes.Length > ShortList;
        foreach (var change in isMany ? [] : changes)
        {
            if (change.IpLicense is { } row) await list.ReplaceAsync(row);
            else if (list.Remove(known => known.Ip == change.Ip && known.Type.Code == change.Type.Code) is > 0 and var gone) total -= gone;
        }

        if (isMany || (changes.Any(change => change.Kind == "ADDED" && change.IpLicense is { } row && !list.Has(row)) && !IsOfOthers(changes)))
        {
            if (list.Count <= ShortList) await list.ReloadAsync();
            else isBehind = true;
        }

        if (changes.Any(change => change.Kind is "SUSPENDED" or "RESTORED" or "REMOVED")) await CountSuspendedAsync();
        if (isMany) await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System, CancellationToken.None);
        StateHasChanged();
    }

    /// <summary>None of them is of a type that is shown here.</summary>
    private bool IsOfOthers(Change[] changes) => ProductPath is not null && changes.All(change => types.All(type => type.Code != change.Type.Code));

    private string Currency => SignedIn?.Reseller?.Currency ?? "USD";

    private RenderFragment WhatGoes(IReadOnlyList<LicenseRow> rows, PricedQuote? quote) => builder =>
    {
        builder.OpenComponent<WhatGoes>(0);
        builder.AddAttribute(1, nameof(Pages.WhatGoes.Licenses), (IReadOnlyList<string>)[.. rows.Take(MostNamed).Select(row => row.Hostname is null ? $"{row.Ip}, {NameOf(row)}" : $"{row.Ip} ({row.Hostname}), {NameOf(row)}")]);
        builder.AddAttribute(2, nameof(Pages.WhatGoes.More), Math.Max(0, rows.Count - MostNamed));
        builder.AddAttribute(3, nameof(Pages.WhatGoes.Servers), rows.Count(row => row.RegisteredAt is not null));
        builder.AddAttribute(4, nameof(Pages.WhatGoes.Backups), rows.Count(row => row.Backup is not null));
        builder.AddAttribute(5, nameof(Pages.WhatGoes.Total), quote?.Total);
        builder.AddAttribute(6, nameof(Pages.WhatGoes.Monthly), quote?.Monthly);
        builder.AddAttribute(7, nameof(Pages.WhatGoes.Currency), Currency);
        builder.CloseComponent();
    };

    private sealed record PricedQuote(Money? Total, Money? Monthly, Problem? Error);

    private sealed record QuoteAnswer(PricedQuote RemoveIpLicensesQuote);
}
