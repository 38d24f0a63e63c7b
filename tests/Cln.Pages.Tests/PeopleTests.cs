using System.Net;
using System.Net.Sockets;
using Cln.Host.Access.Factors;
using Cln.Host.Demo;
using Cln.Tests;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cln.Pages.Tests;

/// <summary>How people sign in, whom they let in, and what they give to programs.</summary>
public sealed class PeopleTests
{
    [BrowserFact]
    public async Task Two_factors_are_set_up_on_the_pages_and_asked_for_at_the_next_sign_in()
    {
        await using var desk = await ConsoleDesk.StartAsync();
        var visitor = await desk.VisitAsync(DemoData.Login);
        var page = visitor.Page;
        await visitor.GoAsync("/settings/security");
        await visitor.LookAsync("security");
        await page.GetByRole(AriaRole.Button, new() { Name = "Set up" }).ClickAsync();
        await page.GetByLabel("Your password, again").FillAsync("not this one at all");
        await page.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
        await Expect(page.Locator(".mud-dialog .field-wrong")).ToContainTextAsync("isn't your password");
        await page.GetByLabel("Your password, again").FillAsync(DemoData.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
        var secret = FromBase32(await page.Locator(".mud-dialog .copy code").InnerTextAsync());
        await visitor.LookAsync("two-factor-qr");
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Code" }).FillAsync(Totp.Code(secret, Totp.StepAt(TimeProvider.System.GetUtcNow())));
        await page.GetByRole(AriaRole.Button, new() { Name = "Switch on" }).ClickAsync();
        await Expect(page.Locator(".codes li")).ToHaveCountAsync(10);
        await visitor.LookAsync("recovery-codes");
        var codes = await page.Locator(".codes li").AllInnerTextsAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "I have kept them" }).ClickAsync();
        await Expect(page.GetByText("10 recovery codes are left")).ToBeVisibleAsync();

        var other = await desk.VisitAsync();
        await StepOneAsync(other);
        Assert.DoesNotContain(DemoData.Password, await other.Page.ContentAsync(), StringComparison.Ordinal);
        await other.LookAsync("sign-in-code");
        await other.Page.Locator("#code").FillAsync("000000");
        await other.Page.Keyboard.PressAsync("Enter");
        await Expect(other.Page.GetByRole(AriaRole.Alert).First).ToContainTextAsync("SECOND_FACTOR_REFUSED");
        await other.Page.Locator("#code").FillAsync(Totp.Code(secret, Totp.StepAt(TimeProvider.System.GetUtcNow()) + 1));
        await other.Page.Keyboard.PressAsync("Enter");
        await Expect(other.Page.Locator("main[data-alive]")).ToBeVisibleAsync();

        var third = await desk.VisitAsync();
        await StepOneAsync(third);
        await third.Page.Locator("#code").FillAsync(codes[0]);
        await third.Page.Keyboard.PressAsync("Enter");
        await Expect(third.Page.Locator("main[data-alive]")).ToBeVisibleAsync();
        await third.GoAsync("/settings/security");
        await Expect(third.Page.GetByText("9 recovery codes are left")).ToBeVisibleAsync();
        third.AssertCalm();
    }

    [BrowserFact]
    public async Task A_passkey_is_added_and_signs_in_without_login_and_password()
    {
        // Browsers bind a passkey to a name, and an address isn't one.
        var site = $"http://localhost:{FreePort()}";
        await using var desk = await ConsoleDesk.StartAsync(settings: [("Urls", site), ("Site:Url", site)]);
        var visitor = await desk.VisitAsync();
        var page = visitor.Page;
        var devices = await page.Context.NewCDPSessionAsync(page);
        await devices.SendAsync("WebAuthn.enable");
        await devices.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object> { ["protocol"] = "ctap2", ["transport"] = "internal", ["hasResidentKey"] = true, ["hasUserVerification"] = true, ["isUserVerified"] = true, ["automaticPresenceSimulation"] = true },
        });
        await visitor.SignInAsync(DemoData.Login, DemoData.Password);
        await visitor.GoAsync("/settings/security");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a passkey" }).ClickAsync();
        await Expect(page.GetByLabel("Name")).ToBeFocusedAsync();
        await page.GetByLabel("Name").FillAsync("Ada's laptop");
        await page.GetByLabel("Your password, again").FillAsync(DemoData.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Remove Ada's laptop" })).ToBeVisibleAsync();

        await page.GetByLabel("Your account").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(visitor.Url("/sign-in"));
        await page.GotoAsync(visitor.Url("/sign-in?then=%2Fsettings%2Fsecurity"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(visitor.Url("/settings/security"));
        await Expect(page.Locator("main")).ToContainTextAsync("two factors");
        visitor.AssertCalm();
    }

    [BrowserFact]
    public async Task An_invited_employee_chooses_a_password_and_sees_what_the_role_shows_and_nothing_else()
    {
        await using var desk = await ConsoleDesk.StartAsync();
        var admin = await desk.VisitAsync(DemoData.Login);
        await admin.GoAsync("/settings/users");
        await admin.LookAsync("users");
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Invite a user" }).ClickAsync();
        await admin.Page.Locator(".mud-dialog").GetByLabel("Email").FillAsync("bea@acme.example");
        await admin.Page.Locator(".mud-dialog").GetByLabel("Login").FillAsync("bea");
        await admin.Page.Locator(".mud-dialog").GetByLabel("Role", new() { Exact = true }).SelectOptionAsync("BILLING_READ_ONLY");
        await admin.LookAsync("invite");
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Send the invitation" }).ClickAsync();
        await Expect(admin.Page.GetByRole(AriaRole.Row, new() { NameRegex = new("bea@acme.example") })).ToContainTextAsync("Invited");

        var employee = await desk.VisitAsync();
        var page = employee.Page;
        await employee.GoAsync($"/reset-password?token={await desk.World.MailedTokenAsync("bea@acme.example", "/reset-password?token=")}");
        await page.GetByLabel("New password").FillAsync("nine quiet lanterns");
        await page.GetByLabel("The same again").FillAsync("nine quiet lantern");
        await page.GetByRole(AriaRole.Button, new() { Name = "Set the password" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("differ");
        await employee.LookAsync("choose-password");
        await page.GetByLabel("New password").FillAsync("nine quiet lanterns");
        await page.GetByLabel("The same again").FillAsync("nine quiet lanterns");
        await page.GetByRole(AriaRole.Button, new() { Name = "Set the password" }).ClickAsync();
        await Expect(page.GetByText("Your login is bea.")).ToBeVisibleAsync();

        await employee.SignInAsync("bea", "nine quiet lanterns");
        var shown = await page.Locator("#menu a").EvaluateAllAsync<string[]>("links => links.map(link => link.getAttribute('href'))");
        Assert.Equal(["/settings/security"], shown.Where(path => path.StartsWith("/settings", StringComparison.Ordinal)));
        Assert.Contains("/ip-licenses", shown);
        Assert.DoesNotContain(shown, path => path.StartsWith("/operator", StringComparison.Ordinal));
        foreach (var path in shown)
        {
            await employee.GoAsync(path);
            await Expect(page.Locator("main h1, main h2").First).Not.ToContainTextAsync("You don't have the right");
        }

        await employee.GoAsync("/settings/users");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "You don't have the right to see this page" })).ToBeVisibleAsync();
        employee.AssertCalm();

        await admin.Page.ReloadAsync();
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Remove bea" }).ClickAsync();
        await admin.Page.Locator(".mud-dialog").GetByRole(AriaRole.Button, new() { Name = "Remove" }).ClickAsync();
        await Expect(admin.Page.GetByText("bea@acme.example")).ToHaveCountAsync(0);
        await page.GotoAsync(employee.Url("/settings/security"));
        await Expect(page).ToHaveTitleAsync("Sign in");
    }

    [BrowserFact]
    public async Task A_token_is_made_for_a_program_within_its_limits_and_revoked()
    {
        await using var desk = await ConsoleDesk.StartAsync();
        var visitor = await desk.VisitAsync(DemoData.Login);
        var page = visitor.Page;
        await visitor.GoAsync("/settings/tokens");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create an API token" }).First.ClickAsync();
        await page.Locator(".mud-dialog").GetByLabel("Name").FillAsync("WHMCS");
        await page.GetByRole(AriaRole.Checkbox, new() { NameRegex = new("licenses:read") }).CheckAsync();
        await page.GetByRole(AriaRole.Checkbox, new() { NameRegex = new("licenses:write") }).CheckAsync();
        await page.GetByLabel("At most this much money a day").FillAsync("0");
        await visitor.LookAsync("token-new");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create", Exact = true }).ClickAsync();
        var secret = await page.Locator(".mud-dialog .copy code").InnerTextAsync();
        await visitor.LookAsync("token-secret");
        await page.GetByRole(AriaRole.Button, new() { Name = "I have copied it" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Row, new() { NameRegex = new("WHMCS") })).ToContainTextAsync("/ $0.00");
        Assert.DoesNotContain(secret, await page.ContentAsync(), StringComparison.Ordinal);
        await visitor.LookAsync("tokens");

        var program = desk.World.With(secret);
        Assert.NotEmpty((await program.SendAsync("{ ipLicenses { nodes { ip } } }")).Data.GetProperty("ipLicenses").GetProperty("nodes").EnumerateArray());
        var refused = await program.SendAsync("mutation { addIpLicense(input: { ip: \"198.51.100.77\", type: \"CLOUDLINUX_OS\" }) { errors { ... on Error { code } } } }");
        Assert.Contains("TOKEN_LIMIT_EXCEEDED", refused.ToString() + refused.Data, StringComparison.Ordinal);

        await page.GetByRole(AriaRole.Button, new() { Name = "Revoke WHMCS" }).ClickAsync();
        await page.Locator(".mud-dialog").GetByRole(AriaRole.Button, new() { Name = "Revoke" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "No API tokens" })).ToBeVisibleAsync();
        visitor.AssertCalm();
    }

    private static async Task StepOneAsync(Visitor visitor)
    {
        await visitor.Page.GotoAsync(visitor.Url("/sign-in"));
        await visitor.Page.Locator("#login").FillAsync(DemoData.Login);
        await visitor.Page.Locator("#password").FillAsync(DemoData.Password);
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(visitor.Page.Locator("#code")).ToBeVisibleAsync();
    }

    private static byte[] FromBase32(string text)
    {
        var bits = string.Concat(text.Trim().Select(letter => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(letter, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. Enumerable.Range(0, bits.Length / 8).Select(at => Convert.ToByte(bits.Substring(at * 8, 8), 2))];
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
