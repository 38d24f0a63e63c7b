using Cln.Pages;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Cln.Spacewalk.Pages;

public partial class ServerAccountPage
{
    private const int MostNamed = 8;

    private static readonly ApiDocument One = new("query ServerAccount($login: String!) { serverAccount(login: $login) { id login firstName lastName company email limit used suspendedAt } }");

    private static readonly ApiDocument Keys = new(
        """
        query KeysOfAccount($login: String!, $after: String, $first: Int, $order: [KeyOrder!]) {
          serverAccount(login: $login) {
            keys(after: $after, first: $first, order: $order) {
              nodes { id token createdAt usage servers(first: 10) { nodes { id hostname ip operatingSystem registeredAt lastCheckInAt } } }
              pageInfo { endCursor hasNextPage }
            }
          }
        }
        """);

    private static readonly ApiDocument Create = new("mutation CreateKey($id: ID!, $key: IdempotencyKey!) { createKey(input: { serverAccountId: $id, idempotencyKey: $key }) { key { id } errors { ... on Error { code message } } } }");
    private static readonly ApiDocument RemoveOne = new("mutation RemoveKey($id: ID!, $key: IdempotencyKey!) { removeKey(input: { id: $id, idempotencyKey: $key }) { key { id } errors { ... on Error { code message } } } }");
    private static readonly ApiDocument CheckIns = new("subscription ServersOfAccount { serverCheckedIn { id } }");
    private static readonly ApiDocument Events = new("subscription EventsOfAccount { events { type } }");

    private Listing<KeyRow>? list;
    private Account? account;
    private bool isCreating;

    [Parameter] public string Login { get; set; } = "";

    protected override object? Key => Login;

    private bool MayWriteKeys => SignedIn?.Has(Scopes.ServersWrite) == true;

    protected override async Task LoadAsync()
    {
        account = (await Api.AskAsync<Answer>(One, new { login = Login }, Closing)).ServerAccount;
        if (list is not null) await list.ReloadAsync();
    }

    protected override void Listen()
    {
        ReloadOn(CheckIns);
        if (SignedIn?.Has(Scopes.ResellerRead) == true) ReloadOn(Events);
    }

    /// <summary>Few at once, as each brings its servers.</summary>
    private async Task<Rows<KeyRow>> FetchAsync(ListingPage page) =>
        (await Api.AskAsync<KeysAnswer>(Keys, new { login = Login, page.After, first = Math.Min(page.First, 40), page.Order }, Closing)).ServerAccount?.Keys ?? new([]);

    private async Task CreateKeyAsync()
    {
        if (isCreating) return;
        isCreating = true;
        var outcome = await Api.SendAsync<object>(Create, new { id = account!.Id, key = Guid.CreateVersion7().ToString() });
        isCreating = false;
        if (outcome.Problem is { } problem) Snackbar.Add(problem.Message, Severity.Error);
        else await ReloadAsync();
    }

    private async Task RemoveKeyAsync(KeyRow key)
    {
        var done = await Dialogs.QuestionAsync(L["Remove this key?"], What(key), L["Remove key"], async idempotency => (await Api.SendAsync<object>(RemoveOne, new { id = key.Id, key = idempotency })).Problem);
        if (!done) return;
        Snackbar.Add(L["The key is removed."], Severity.Success);
        await ReloadAsync();
    }

    private RenderFragment What(KeyRow key) => builder =>
    {
        builder.OpenElement(1, "p");
        builder.OpenElement(2, "code");
        builder.AddContent(3, key.Token);
        builder.CloseElement();
        builder.CloseElement();
        builder.OpenElement(4, "p");
        builder.AddContent(5, key.Usage switch
        {
            0 => L["No server is registered with it. Nobody can register with it any more."].Value,
            1 => L["It unregisters 1 server, whose next check-in is refused:"].Value,
            var servers => L["It unregisters {0} servers, whose next check-in is refused:", servers.Count()].Value,
        });
        builder.CloseElement();
        builder.OpenComponent<NamedServers>(6);
        builder.AddAttribute(7, nameof(NamedServers.Servers), (IReadOnlyList<string>)[.. key.Servers.Nodes.Take(MostNamed).Select(server => $"{server.Hostname} ({server.Ip})")]);
        builder.AddAttribute(8, nameof(NamedServers.More), Math.Max(0, key.Usage - Math.Min(MostNamed, key.Servers.Nodes.Count)));
        builder.CloseComponent();
        builder.OpenElement(9, "p");
        builder.AddAttribute(10, "class", "quiet");
        builder.AddContent(11, L["The account's limit, and what it costs, stay as they are."]);
        builder.CloseElement();
    };

    private async Task EditAsync()
    {
        if (await Dialogs.OpenAsync<AccountDialog>(new() { { dialog => dialog.Reader, SignedIn }, { dialog => dialog.Login, account!.Login } })) await ReloadAsync();
    }

    private async Task RemoveAsync()
    {
        if (!await AccountRemoval.AskAsync(account!.Login, Api, Dialogs, L, SignedIn)) return;
        Snackbar.Add(L["{0} is removed.", account.Login], Severity.Success);
        Navigation.NavigateTo("/cloudlinux-os/server-accounts");
    }

    private sealed record Account(string Id, string Login, string FirstName, string LastName, string Company, string Email, int Limit, int Used, DateTimeOffset? SuspendedAt);

    private sealed record Answer(Account? ServerAccount);

    private sealed record KeysAnswer(KeysOf? ServerAccount);

    private sealed record KeysOf(Rows<KeyRow> Keys);

    private sealed record KeyRow(string Id, string Token, DateTimeOffset CreatedAt, int Usage, Rows<ServerRow> Servers);

    private sealed record ServerRow(string Id, string Hostname, string Ip, string? OperatingSystem, DateTimeOffset RegisteredAt, DateTimeOffset LastCheckInAt);
}
