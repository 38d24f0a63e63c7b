using System.Globalization;
using Cln.Pages;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Cln.Spacewalk.Pages;

public partial class AccountDialog
{
    private const string Errors = "errors { ... on Error { code message } ... on InvalidInput { field } }";

    private static readonly ApiDocument Of = new("query ServerAccountToEdit($login: String!) { serverAccount(login: $login) { id firstName lastName company email limit used } }");
    private static readonly ApiDocument Quote = new("query ServerAccountQuote($login: String!, $limit: Int!) { serverAccountQuote(login: $login, limit: $limit) { error { code message } } }");
    private static readonly ApiDocument PricedQuote = new("query ServerAccountPricedQuote($login: String!, $limit: Int!) { serverAccountQuote(login: $login, limit: $limit) { total monthly error { code message } } }");

    private static readonly ApiDocument Add = new(
        $$"""
        mutation AddServerAccount($login: String!, $firstName: String!, $lastName: String!, $company: String!, $email: String!, $limit: Int!, $key: IdempotencyKey!) {
          addServerAccount(input: { login: $login, firstName: $firstName, lastName: $lastName, company: $company, email: $email, limit: $limit, idempotencyKey: $key }) { serverAccount { login } {{Errors}} }
        }
        """);

    private static readonly ApiDocument Update = new(
        $$"""
        mutation UpdateServerAccount($id: ID!, $firstName: String!, $lastName: String!, $company: String!, $email: String!, $limit: Int!, $key: IdempotencyKey!) {
          updateServerAccount(input: { id: $id, firstName: $firstName, lastName: $lastName, company: $company, email: $email, limit: $limit, idempotencyKey: $key }) { serverAccount { login } {{Errors}} }
        }
        """);

    private AccountQuote? quote;
    private string id = "";
    private string login = "";
    private string firstName = "";
    private string lastName = "";
    private string company = "";
    private string email = "";
    private string limit = "1";
    private int used;
    private bool isLoaded;
    private int asked;

    [CascadingParameter] private IMudDialogInstance Dialog { get; set; } = null!;

    [Parameter] public SignedIn? Reader { get; set; }

    /// <summary>The account to change; null for a new one.</summary>
    [Parameter] public string? Login { get; set; }

    private string Currency => Reader?.Reseller?.Currency ?? "USD";

    private string Prefix => string.Create(CultureInfo.InvariantCulture, $"IPR-{Reader?.Reseller?.Number}-");

    private Problem? mistake => quote?.Error is { Code: not "INVALID_INPUT" } error ? error : null;

    private string Deed => (Login, quote) switch
    {
        (null, { Error: null, Total: { } total }) => L["Add for {0}", total.In(Currency)],
        (null, _) => L["Add account"],
        (_, { Error: null, Total: { IsZero: false, IsNegative: false } total }) => L["Save for {0}", total.In(Currency)],
        (_, { Error: null, Total: { IsNegative: true } back }) => L["Save, {0} comes back", (-back).In(Currency)],
        _ => L["Save"],
    };

    protected override async Task OnInitializedAsync()
    {
        if (Login is not null && (await Api.AskAsync<Answer>(Of, new { login = Login })).ServerAccount is { } account)
        {
            (id, firstName, lastName, company, email) = (account.Id, account.FirstName, account.LastName, account.Company, account.Email);
            (limit, used) = (account.Limit.ToString(CultureInfo.InvariantCulture), account.Used);
        }

        isLoaded = true;
    }

    private string? Judge(string text) => !int.TryParse(text, CultureInfo.InvariantCulture, out var number) || number is < 0 or > 10_000
        ? L["A whole number from 0 to {0}.", 10_000.Count()].Value
        : number < used ? L["{0} servers are registered: remove servers or keys first.", used.Count()].Value : null;

    private async Task QuoteAsync()
    {
        var mine = ++asked;
        var name = Login ?? login.Trim();
        if (name.Length == 0 || Judge(limit) is not null)
        {
            quote = null;
            return;
        }

        await Task.Delay(TimeSpan.FromSeconds(0.15), TimeProvider.System, CancellationToken.None);
        if (mine != asked) return;
        var told = await Api.AskAsync<QuoteAnswer>(Reader?.Has(Scopes.PricesRead) == true ? PricedQuote : Quote, new { login = name, limit = int.Parse(limit, CultureInfo.InvariantCulture) });
        if (mine == asked) quote = told.ServerAccountQuote;
    }

    private async Task<Problem?> SaveAsync(string key)
    {
        var number = int.Parse(limit, CultureInfo.InvariantCulture);
        var outcome = Login is null
            ? await Api.SendAsync<object>(Add, new { login, firstName, lastName, company, email, limit = number, key })
            : await Api.SendAsync<object>(Update, new { id, firstName, lastName, company, email, limit = number, key });
        if (outcome.Problem is not null) return outcome.Problem;
        Snackbar.Add(Login is null ? L["The server account is added. Create a key for its servers."] : L["{0} is saved.", Login], Severity.Success);
        Dialog.Close();
        return null;
    }

    private sealed record Account(string Id, string FirstName, string LastName, string Company, string Email, int Limit, int Used);

    private sealed record Answer(Account? ServerAccount);

    private sealed record QuoteAnswer(AccountQuote ServerAccountQuote);
}
