using Cln.Pages;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace Cln.Spacewalk.Pages;

/// <summary>Asks before an account is removed: what goes with it, and what money comes back.</summary>
internal static class AccountRemoval
{
    private const int MostNamed = 8;

    private static readonly ApiDocument what = new(
        """
        query WhatGoesWithAccount($login: String!) {
          serverAccount(login: $login) { id login limit used keys(first: 50) { totalCount nodes { token servers(first: 20) { nodes { hostname ip } } } } }
        }
        """);

    private static readonly ApiDocument quote = new("query RemoveServerAccountPricedQuote($login: String!) { serverAccountQuote(login: $login, limit: 0) { total monthly error { code message } } }");

    private static readonly ApiDocument remove = new("mutation RemoveServerAccount($id: ID!, $key: IdempotencyKey!) { removeServerAccount(input: { id: $id, idempotencyKey: $key }) { serverAccount { login } errors { ... on Error { code message } } } }");

    /// <returns>True when it was removed.</returns>
    public static async Task<bool> AskAsync(string login, IApi api, IDialogService dialogs, IStringLocalizer L, SignedIn? reader)
    {
        if ((await api.AskAsync<Answer>(what, new { login })).ServerAccount is not { } account) return true;
        var money = reader?.Has(Scopes.PricesRead) == true ? (await api.AskAsync<QuoteAnswer>(quote, new { login })).ServerAccountQuote : null;
        var currency = reader?.Reseller?.Currency ?? "USD";
        return await dialogs.QuestionAsync(
            L["Remove {0}?", account.Login],
            Content(account, money, currency, L),
            money?.Total is { IsNegative: true } back ? L["Remove, {0} comes back", (-back).In(currency)] : L["Remove"],
            async key => (await api.SendAsync<object>(remove, new { id = account.Id, key })).Problem);
    }

    private static RenderFragment Content(Account account, AccountQuote? money, string currency, IStringLocalizer L) => builder =>
    {
        var servers = account.Keys.Nodes.SelectMany(key => key.Servers.Nodes).Select(server => $"{server.Hostname} ({server.Ip})").ToList();
        builder.OpenElement(0, "p");
        builder.AddContent(1, (account.Keys.TotalCount, account.Used) switch
        {
            (0, _) => L["It has no keys, and no server is registered on it."].Value,
            (var keys, 0) => L["Its keys go with it: {0}. No server is registered on them.", keys.GetValueOrDefault().Count()].Value,
            var (keys, used) => L["Its keys go with it: {0}. Their servers are unregistered, and their next check-in is refused: {1}.", keys.GetValueOrDefault().Count(), used.Count()].Value,
        });
        builder.CloseElement();
        builder.OpenComponent<NamedServers>(2);
        builder.AddAttribute(3, nameof(NamedServers.Servers), (IReadOnlyList<string>)[.. servers.Take(MostNamed)]);
        builder.AddAttribute(4, nameof(NamedServers.More), Math.Max(0, account.Used - Math.Min(MostNamed, servers.Count)));
        builder.CloseComponent();
        if (money is not { Total: { } total, Monthly: { } monthly }) return;
        builder.OpenComponent<Cost>(5);
        builder.AddAttribute(6, nameof(Cost.Total), total);
        builder.AddAttribute(7, nameof(Cost.Monthly), monthly);
        builder.AddAttribute(8, nameof(Cost.Currency), currency);
        builder.CloseComponent();
    };

    private sealed record Answer(Account? ServerAccount);

    private sealed record Account(string Id, string Login, int Limit, int Used, Rows<KeyOfAccount> Keys);

    private sealed record KeyOfAccount(string Token, Rows<ServerOfKey> Servers);

    private sealed record ServerOfKey(string Hostname, string Ip);

    private sealed record QuoteAnswer(AccountQuote ServerAccountQuote);
}

internal sealed record AccountQuote(Money? Total, Money? Monthly, Problem? Error);
