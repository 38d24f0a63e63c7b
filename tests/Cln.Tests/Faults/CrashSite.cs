using Cln.Billing;
using Cln.Data;
using Cln.Host.Data;
using Cln.Host.Events;
using Cln.Tests.Billing;
using Cln.Tests.Data;
using Cln.Tests.Durability;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Cln.Tests.Faults;

/// <summary>
/// A database, and the host processes that die on it one after the other. The process that comes after a crash is the one that dies next: it
/// is started with the next point, which doesn't count before it is armed. The played Stripe and PayPal outlive them all.
/// </summary>
internal sealed class CrashSite : IAsyncDisposable
{
    private readonly TestDatabase database;
    private readonly string trigger;
    private readonly FakeTimeProvider clock = new(TimeProvider.System.GetUtcNow());
    private readonly Dictionary<string, string> methods = new(StringComparer.Ordinal);
    private readonly WebApplication beside;
    private HostProcess? host;
    private string? token;

    public CrashSite(TestDatabase database, FakeProvider provider)
    {
        (this.database, Provider, trigger) = (database, provider, Path.Combine(database.Folder, "armed"));
        beside = Beside.Of(database, clock);
    }

    public FakeProvider Provider { get; }

    /// <summary>The clock of the processes. Each start is later than any lock that a dead one held.</summary>
    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>The reseller of the demo data, on the host that runs now.</summary>
    public Api Reseller => Host.With(token!);

    public string MailFolder => Path.Combine(database.Folder, "mail");

    private HostProcess Host => host ?? throw new InvalidOperationException("No host runs.");

    /// <summary>Starts a host in which a point is laid.</summary>
    public async Task StartAsync(string point)
    {
        File.Delete(trigger);
        await PassAsync();
        host = await HostProcess.StartAsync(database.Folder, Now, [.. Settings, ("CRASH_AT", point), ("CRASH_IF", trigger)]);
        await Provider.AimAsync(new(host.Address, "/webhooks/stripe"), new(host.Address, "/webhooks/paypal"));
        token ??= await Registrations.TokenAsync(await host.SignInAsync());
    }

    public Api Anonymous() => Host.Anonymous();

    public Task<Api> OperatorAsync() => Host.SignInAsync("operator");

    /// <summary>The reseller's kept card of Stripe, wallet of PayPal or card of the sandbox; its id.</summary>
    public async Task<string> MethodAsync(string gateway) => methods.TryGetValue(gateway, out var known) ? known : methods[gateway] = gateway switch
    {
        "stripe" => await KeepAsync(gateway, "pm_card_visa"),
        "paypal" => await KeepAsync(gateway, await WalletAsync()),
        _ => await KeepAsync(gateway, "pm_card_mastercard"),
    };

    /// <summary>A card whose bank asks for its holder; its id.</summary>
    public async Task<string> CardThatAsksAsync() => methods.TryGetValue("asks", out var known) ? known : methods["asks"] = await KeepAsync("stripe", "pm_card_authenticationRequired");

    /// <summary>Does something while the point is armed, and waits for the host to have died of it.</summary>
    public async Task DieAsync(Func<Task> act)
    {
        await File.WriteAllTextAsync(trigger, "");
        try
        {
            await act();
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException or System.Text.Json.JsonException)
        {
            // The answer that never came.
        }

        await Host.EndedAsync(TimeSpan.FromSeconds(60));
        await StopAsync();
    }

    public async Task StopAsync()
    {
        if (host is not null) await host.DisposeAsync();
        host = null;
    }

    /// <summary>The month after this one has just begun.</summary>
    public void GoToNextMonth() => clock.SetUtcNow(new DateTimeOffset(Now.Year, Now.Month, 1, 0, 1, 0, TimeSpan.Zero).AddMonths(1));

    /// <summary>Runs one job in a process of its own; no host may run meanwhile.</summary>
    public async Task<int> RunJobAsync(string job, string? point = null)
    {
        await PassAsync();
        return (await HostProcess.CommandAsync(database.Folder, ["job", job], [.. Settings, ("Clock:Now", Now.ToString("O")), ("CRASH_AT", point)])).ExitCode;
    }

    /// <summary>Has the provider tell what it hasn't told yet, or what nobody acknowledged.</summary>
    public async Task TellAsync()
    {
        string[] untold = [.. (await Provider.EventsAsync()).Where(told => !told.Delivered).Select(told => told.Id)];
        if (untold.Length > 0) await Provider.DeliverAsync(untold);
    }

    /// <summary>What is wrong, beside whatever runs: what the checkup finds, and in what the provider's books and events differ from ours.</summary>
    public async Task<IReadOnlyList<string>> FindingsAsync()
    {
        await TellAsync();
        var checkup = (await Checkup.RunAsync(beside.Services.GetRequiredService<IServiceScopeFactory>(), CancellationToken.None)).Where(finding => finding.Broken.Count > 0);
        await using var scope = beside.Services.GetRequiredService<IServiceScopeFactory>().CreatePlatformScope();
        var db = scope.ServiceProvider.GetRequiredService<ClnDbContext>();
        return [.. checkup.Select(finding => finding.ToString()), .. await MoneyAsync(db), .. await InboxAsync(db)];
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await beside.DisposeAsync();
    }

    private (string Name, string? Value)[] Settings => [.. database.Settings.Select(setting => (setting.Key, setting.Value)), .. Provider.HostSettings];

    private async Task PassAsync()
    {
        clock.Advance(TimeSpan.FromMinutes(11));
        await Provider.PutClockAsync(Now);
    }

    private async Task<string> KeepAsync(string gateway, string cardOrWallet) => (await Reseller.AddCardAsync(cardOrWallet, gateway: gateway)).Worked("addPaymentMethod").Text("addPaymentMethod.paymentMethod.id");

    private async Task<string> WalletAsync()
    {
        var started = (await Reseller.SendAsync(
            """mutation { startPaymentMethod(input: { gateway: "paypal", returnUrl: "https://console.example/back", cancelUrl: "https://console.example/gone" }) { id approvalUrl errors { ... on Error { message } } } }""")).Worked("startPaymentMethod");
        await Provider.ApproveAsync(started.Text("startPaymentMethod.approvalUrl"));
        return started.Text("startPaymentMethod.id");
    }

    /// <summary>Every charge and refund of the provider is posted here and the other way round, each has happened once.</summary>
    private async Task<IEnumerable<string>> MoneyAsync(ClnDbContext db)
    {
        var books = await Provider.BooksAsync();
        Assert.All(books.Charges.Concat(books.Refunds), moved => Assert.Equal((moved.Id, 1), (moved.Id, moved.Effects)));
        var payments = await db.Payments.OfEveryReseller().AsNoTracking().Where(payment => payment.LedgerTransactionId != null && payment.Gateway != "sandbox").ToListAsync();
        var gateways = payments.ToDictionary(payment => payment.Id, payment => payment.Gateway);
        var refunds = (await db.Refunds.OfEveryReseller().AsNoTracking().Where(refund => refund.LedgerTransactionId != null).ToListAsync()).Where(refund => gateways.ContainsKey(refund.PaymentId));
        var theirs = books.Charges.Select(charge => $"charge {charge.Id} of {charge.Provider}: {charge.Amount}, {charge.Refunded} given back")
            .Concat(books.Refunds.Select(refund => $"refund {refund.Id} of {refund.Provider}: {refund.Amount}")).ToHashSet(StringComparer.Ordinal);
        var ours = payments.Select(payment => $"charge {payment.GatewayChargeId} of {payment.Gateway}: {payment.Amount.Cents}, {payment.Refunded.Cents} given back")
            .Concat(refunds.Select(refund => $"refund {refund.GatewayId} of {gateways[refund.PaymentId]}: {refund.Amount.Cents}")).ToHashSet(StringComparer.Ordinal);
        return theirs.Except(ours).Select(moved => $"theirs and not ours: {moved}").Concat(ours.Except(theirs).Select(moved => $"ours and not theirs: {moved}"));
    }

    /// <summary>Every event was acknowledged, is in the inbox once, and is done with.</summary>
    private async Task<IEnumerable<string>> InboxAsync(ClnDbContext db)
    {
        var told = await Provider.EventsAsync();
        var inbox = (await db.InboxEvents.AsNoTracking().ToListAsync()).ToLookup(e => e.EventId, StringComparer.Ordinal);
        return told.Where(e => !e.Delivered || inbox[e.Id].Count() != 1 || inbox[e.Id].Single().State is not (InboxState.Done or InboxState.Ignored))
            .Select(e => $"{e.Type} was answered {e.LastStatus}, and is {string.Join(", ", inbox[e.Id].Select(kept => kept.State))} in the inbox");
    }
}
