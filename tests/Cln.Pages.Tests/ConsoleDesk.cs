using Cln.Host.Data;
using Cln.Host.Demo;
using Cln.Tests;
using Cln.Tests.Data;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Pages.Tests;

/// <summary>The product with its demo data, by the real clock, and a browser whose visitors look at it. Where asked for, Stripe and PayPal are played.</summary>
internal sealed class ConsoleDesk : IAsyncDisposable
{
    private readonly Browser browser;
    private readonly FakeProvider? provider;

    private ConsoleDesk(World world, Browser browser, FakeProvider? provider) => (World, this.browser, this.provider) = (world, browser, provider);

    public World World { get; private set; }

    public FakeProvider Provider => provider ?? throw new InvalidOperationException("Start the desk with the providers.");

    public static async Task<ConsoleDesk> StartAsync(bool withProviders = false, params (string Name, string? Value)[] settings)
    {
        var provider = withProviders ? await FakeProvider.StartAsync() : null;
        // What waits for its turn on a page waits by the clock, so it must go.
        var world = await World.StartAsync(DatabaseKind.Sqlite, services => services.AddSingleton(TimeProvider.System), settings: [.. provider?.HostSettings ?? [], .. settings]);
        if (provider is not null) await provider.AimAsync(new(world.Address, "/webhooks/stripe"), new(world.Address, "/webhooks/paypal"));
        // Nobody can register where registration is closed, the demo's reseller neither.
        if (!settings.Contains(("Registration:Open", "false"))) await world.Services.GetRequiredService<DemoData>().MakeAsync(CancellationToken.None);
        return new(world, await Browser.StartAsync(), provider);
    }

    /// <summary>Somebody at a browser, signed in when there is a login.</summary>
    public async Task<Visitor> VisitAsync(string? login = null, string password = DemoData.Password, int width = 1440, int height = 900, bool dark = false, string language = "en-US")
    {
        var visitor = new Visitor(await browser.PageAsync(width, height, dark, language), World.Address);
        if (login is not null) await visitor.SignInAsync(login, password);
        return visitor;
    }

    /// <summary>Ends the host and starts it anew.</summary>
    public async Task RestartAsync() => World = await World.RestartAsync();

    /// <summary>One more tab of the same person.</summary>
    public async Task<Visitor> TabAsync(Visitor visitor) => new(await visitor.Page.Context.NewPageAsync(), World.Address);

    /// <summary>Somebody who comes by another line than the straight one.</summary>
    public async Task<Visitor> VisitAsync(Line line, string login, string password = DemoData.Password)
    {
        var visitor = new Visitor(await browser.PageAsync(1440, 900), line.Address);
        await visitor.SignInAsync(login, password);
        return visitor;
    }

    /// <summary>A person of the demo's reseller with this role, who has followed the invitation; the id of the user.</summary>
    public async Task<string> EmployAsync(string login, string role)
    {
        var admin = await ApiAsync();
        var invited = await admin.SendAsync("mutation($login: String!, $email: String!, $role: Role!) { inviteUser(input: { login: $login, email: $email, role: $role }) { user { id } errors { ... on Error { code message } } } }", new { login, email = $"{login}@acme.example", role });
        var token = await World.MailedTokenAsync($"{login}@acme.example", "/reset-password?token=");
        (await World.Anonymous().SendAsync("mutation($token: String!, $password: String!) { resetPassword(input: { token: $token, password: $password }) { errors { ... on Error { code message } } } }", new { token, password = DemoData.Password })).Worked("resetPassword");
        return invited.Worked("inviteUser").Text("inviteUser.user.id");
    }

    /// <summary>The demo's reseller, signed in at the API.</summary>
    public Task<Api> ApiAsync() => World.SignInAsync(DemoData.Login, DemoData.Password);

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        await World.DisposeAsync();
        if (provider is not null) await provider.DisposeAsync();
    }
}
