using System.Reflection;
using System.Text.RegularExpressions;
using Cln.Billing;
using Cln.Host;
using Cln.Host.Access;
using Cln.Host.Data;
using Cln.Host.Events;
using Cln.Host.Evolution;
using Cln.Host.Jobs;
using Cln.Host.Mail;
using Cln.Host.Webhooks;
using Cln.Tests.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Cln.Tests;

/// <summary>
/// The real host over real HTTP, on a database of its own, with a clock that the test moves. When it is disposed the invariants must hold:
/// every test that uses it ends with them.
/// </summary>
public sealed partial class World : IAsyncDisposable
{
    private readonly TestDatabase database;
    private readonly WebApplication app;
    private readonly HttpClient http;
    private readonly LoggedErrors errors;
    private readonly Func<WebApplication> build;
    private readonly (string Name, string? Value)[] settings;
    private readonly bool isBeside;
    private bool isOver;
    private int names;

    private World(TestDatabase database, WebApplication app, FakeTimeProvider clock, LoggedErrors errors, Func<WebApplication> build, (string Name, string? Value)[] settings, bool isBeside)
    {
        this.database = database;
        this.app = app;
        this.errors = errors;
        this.build = build;
        this.settings = settings;
        this.isBeside = isBeside;
        Clock = clock;
        Address = new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = Address };
    }

    public static readonly DateTimeOffset Begins = new(2026, 11, 10, 12, 0, 0, TimeSpan.Zero);

    public FakeTimeProvider Clock { get; }

    public Uri Address { get; }

    /// <summary>What a process of its own takes to be another host on this database, at this time.</summary>
    public (string Name, string? Value)[] HostSettings =>
        [.. database.Settings.Select(setting => (setting.Key, setting.Value)), .. settings, ("Clock:Now", Clock.GetUtcNow().ToString("O"))];

    /// <summary>Where its data are.</summary>
    public string Folder => database.Folder;

    /// <summary>Set by a test that makes the host fail on purpose; otherwise a logged error fails the test.</summary>
    public bool ExpectsErrors { get; set; }

    public IServiceProvider Services => app.Services;

    public static Task<World> StartAsync(DatabaseKind kind = DatabaseKind.Sqlite, DateTimeOffset? now = null, params (string Name, string? Value)[] settings) =>
        StartAsync(kind, _ => { }, now, settings: settings);

    /// <summary>With services of the test's own in the place of the host's; and where a test says how to <paramref name="reach"/> the database, by that connection string.</summary>
    public static async Task<World> StartAsync(
        DatabaseKind kind, Action<IServiceCollection> replace, DateTimeOffset? now = null, Func<string, string>? reach = null, params (string Name, string? Value)[] settings)
    {
        var database = await TestDatabase.CreateAsync(kind);
        var clock = new FakeTimeProvider(now ?? Begins);
        var errors = new LoggedErrors();
        WebApplication Build() => ClnHost.Build(
            ["--environment", "Development"],
            builder =>
            {
                builder.Configuration.AddInMemoryCollection(database.Settings);
                if (reach is not null) builder.Configuration.AddInMemoryCollection([new("ConnectionStrings:Cln", reach(database.ConnectionString))]);
                builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
                {
                    ["Urls"] = "http://127.0.0.1:0",
                    ["Jobs:Enabled"] = "false",
                    ["Network:TrustedProxies"] = "127.0.0.1",
                    ["Access:PasswordIterations"] = "1000",

                    // A clock that stands brings no points back, and requests are given up by the real one.
                    ["Graph:Limits:Points"] = "1000000000",
                    ["Graph:Limits:Seconds"] = "600",
                    ["Graph:Limits:LongSeconds"] = "600",
                });
                builder.Configuration.AddInMemoryCollection(settings.ToDictionary(setting => setting.Name, setting => setting.Value, StringComparer.Ordinal));
                builder.Logging.ClearProviders().AddProvider(errors);
            },
            services =>
            {
                services.AddSingleton<TimeProvider>(clock);
                SqlServerToo.AddTo(services);
                replace(services);
            });
        return new(database, await StartAsync(Build), clock, errors, Build, settings, isBeside: false);
    }

    /// <summary>One more host on the same database, by the same clock. Dispose it before the first.</summary>
    public async Task<World> BesideAsync() => new(database, await StartAsync(build), Clock, errors, build, settings, isBeside: true);

    /// <summary>The host that comes after this one, on the same database. This one has ended.</summary>
    public async Task<World> RestartAsync()
    {
        isOver = true;
        http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        return new(database, await StartAsync(build), Clock, errors, build, settings, isBeside: false);
    }

    /// <summary>Somebody who isn't signed in.</summary>
    public Api Anonymous() => new(http, bearer: null);

    /// <summary>A machine that calls from this address.</summary>
    public Api At(string address) => new(http, bearer: null, address);

    /// <param name="bearer">A session or token.</param>
    /// <param name="address">Where the caller is; by default on this machine.</param>
    public Api With(string bearer, string? address = null) => new(http, bearer, address);

    /// <summary>A new reseller, through all steps of the registration. A program of its calls the API, with all rights and a token that doesn't expire, however far the clock is moved.</summary>
    public async Task<Api> ResellerAsync(string tier = "silver", string card = "pm_card_visa", string autopayment = "NONE", string? login = null)
    {
        login ??= $"reseller{Interlocked.Increment(ref names)}";
        await Registrations.CompleteAsync(Anonymous(), login, email => MailedTokenAsync(email, "/activate?token="), tier, card, autopayment);
        await SettleAsync();
        return With(await Registrations.TokenAsync(await SignInAsync(login)));
    }

    public async Task<Api> SignInAsync(string login, string password = "correct horse battery")
    {
        var answer = await Anonymous().SendAsync("mutation($login: String!, $password: String!) { signIn(input: { login: $login, password: $password }) { session { token } errors { __typename } } }", new { login, password });
        return With(answer.Worked("signIn").Text("signIn.session.token"));
    }

    /// <summary>An operator of the vendor.</summary>
    public async Task<Api> OperatorAsync()
    {
        await using var scope = PlatformScope();
        await Cln.Host.Access.Operators.AddAsync(scope.ServiceProvider, "operator", "operator@vendor.example", "correct horse battery", CancellationToken.None);
        return await SignInAsync("operator");
    }

    /// <summary>Lets everything happen that follows from what was committed: event handlers, staged autopayments, mails.</summary>
    public async Task SettleAsync()
    {
        while (await DispatchAsync() > 0)
        {
        }
    }

    /// <summary>What the host has logged as an error or worse.</summary>
    public IReadOnlyCollection<string> Errors => errors.All;

    /// <summary>Runs every job once but the checkup, which is made at the world's end, in the order of their names, and lets everything that follows happen.</summary>
    public async Task RunJobsAsync()
    {
        foreach (var job in Services.GetRequiredService<JobTypes>().All.Where(job => job.Type != typeof(NightlyCheckup)).OrderBy(job => job.Type.FullName, StringComparer.Ordinal))
        {
            await using var scope = PlatformScope();
            await ((IJob)scope.ServiceProvider.GetRequiredService(job.Type)).RunAsync(CancellationToken.None);
        }

        await SettleAsync();
    }

    /// <summary>The token in the latest mail to this address that has such a link.</summary>
    public async Task<string> MailedTokenAsync(string to, string link)
    {
        // The host's own sender may have claimed the mail and still be writing it.
        for (var tries = 0; tries < 100; tries++)
        {
            await SettleAsync();
            if ((await MailsToAsync(to)).LastOrDefault(text => text.Contains(link, StringComparison.Ordinal)) is { } mail)
                return Regex.Match(mail, Regex.Escape(link) + "(?<token>[A-Za-z0-9_.~-]+)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["token"].Value;
            await Task.Delay(50);
        }

        throw new InvalidOperationException($"No mail to {to} has a link {link}.");
    }

    /// <summary>The texts of the mails that were sent to this address, oldest first.</summary>
    public async Task<IReadOnlyList<string>> MailsToAsync(string to)
    {
        var folder = (PickupFolder)Services.GetRequiredService<IMailTransport>();
        List<string> texts = [];
        foreach (var name in folder.Latest().Reverse())
        {
            if (await folder.FindAsync(name, CancellationToken.None) is { } mail && mail.To.Mailboxes.Any(mailbox => mailbox.Address == to)) texts.Add(mail.TextBody ?? "");
        }

        return texts;
    }

    public AsyncServiceScope PlatformScope() => Services.GetRequiredService<IServiceScopeFactory>().CreatePlatformScope();

    public static string Key() => Guid.NewGuid().ToString();

    /// <summary>What is violated of all that must be true, but for what is about time: a test's clock jumps.</summary>
    public async Task<IReadOnlyList<string>> ViolationsAsync()
    {
        var findings = await Checkup.RunAsync(Services.GetRequiredService<IServiceScopeFactory>(), CancellationToken.None);
        return [.. findings.Where(finding => finding.Broken.Count > 0 && !finding.IsAboutTime).Select(finding => finding.ToString())];
    }

    public async ValueTask DisposeAsync()
    {
        if (isOver) return;
        if (isBeside)
        {
            http.Dispose();
            await app.StopAsync();
            await app.DisposeAsync();
            return;
        }

        var violations = await ViolationsAsync();
        var findings = Services.GetRequiredService<SqlServerToo.Findings>();
        http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        await database.DisposeAsync();
        Assert.True(violations.Count == 0, string.Join("\n", violations));
        findings.AssertNone();
        if (!ExpectsErrors) Assert.True(errors.All.Count == 0, string.Join("\n\n", errors.All));
    }

    private static async Task<WebApplication> StartAsync(Func<WebApplication> build)
    {
        var app = build();
        await app.PrepareAsync();
        await app.StartAsync();
        return app;
    }

    private async Task<int> DispatchAsync()
    {
        await Services.GetRequiredService<TokenUses>().WriteAsync(CancellationToken.None);
        await Services.GetRequiredService<ApiUses>().WriteAsync(CancellationToken.None);
        var done = await Services.GetRequiredService<EventDispatcher>().DispatchAsync(CancellationToken.None);
        await using var scope = PlatformScope();
        if (scope.ServiceProvider.GetService<StagedAutopayments>() is { } autopayments) done += await autopayments.SendAsync(CancellationToken.None);
        if (scope.ServiceProvider.GetService<Inbox>() is { } inbox) done += await inbox.WorkAsync(CancellationToken.None);
        done += await Services.GetRequiredService<WebhookSender>().SendDueAsync(CancellationToken.None);
        return done + await Services.GetRequiredService<MailSender>().SendDueAsync(CancellationToken.None);
    }
}
