using System.Globalization;
using Cln.Host.Data;
using Cln.Host.Mail;
using Cln.Tests.Data;
using Cln.Tests.Durability;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Cln.Tests.Faults;

/// <summary>The storm in its small form; <c>bin/storm</c> runs the same in its large one, and prints the figures.</summary>
public sealed class StormTests(ITestOutputHelper output)
{
    [EveryDatabase]
    public async Task Whatever_is_killed_each_operation_has_exactly_one_effect_and_nothing_acknowledged_is_lost(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(kind);
        await using var provider = await FakeProvider.StartAsync();
        (string Name, string? Value)[] settings = [.. database.Settings.Select(setting => (setting.Key, setting.Value)), .. provider.HostSettings];
        var size = StormSize.Read(hosts: kind == DatabaseKind.Sqlite ? 1 : 2);
        await DisturbAsync(provider, size);

        await using (var hosts = new StormHosts(database.Folder, settings, size.Hosts))
        {
            await hosts.StartAsync();
            var resellers = await ResellersAsync(hosts.Any(0)!, database.Folder, size);
            var storm = new Storm(size, hosts, resellers, (await hosts.Any(0)!.SignInAsync("operator")).Bearer!);
            await storm.RageAsync();
            await hosts.StartAsync();
            await SettledAsync(hosts.Any(0)!, resellers, storm);

            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{kind}: seed {size.Seed}, {size.Workers} workers, {storm.Plans.Sum(plan => plan.Count)} operations, {storm.Requests.Sent} requests, {storm.Requests.Lost} of them unanswered, {hosts.Kills} hosts killed."));
            Assert.Empty(storm.Contradictions);
            Assert.True(hosts.Kills > 0, "Nothing was killed: the storm was over too soon.");
            Assert.True(storm.Plans.Sum(plan => plan.Count(act => act.IsDone)) > size.Operations / 2, "Most operations were refused: the storm shows nothing.");
            foreach (var reseller in resellers) await HappenedOnceAsync(hosts.Any(0)!.With(reseller.Token), storm);
            output.WriteLine($"{storm.Plans.Sum(plan => plan.OfType<TopUp>().Count(act => act.IsCanceled))} top-ups were called off before they were sent.");
            await ProviderAgreesAsync(provider, storm);
            await CaughtUpAsync(database);
        }

        var (exitCode, findings) = await HostProcess.CommandAsync(database.Folder, ["check"], settings);
        Assert.True(exitCode == 0, findings);
    }

    private static async Task<List<StormReseller>> ResellersAsync(HostProcess host, string folder, StormSize size)
    {
        List<StormReseller> resellers = [];
        for (var i = 0; i < size.Resellers; i++)
        {
            var login = $"storm{i}";
            await Registrations.CompleteAsync(host.Anonymous(), login, email => MailedAsync(Path.Combine(folder, "mail"), email), tier: "platinum");
            var token = await Registrations.TokenAsync(await host.SignInAsync(login));
            var api = host.With(token);
            var card = await host.With(token).SendAsync("""mutation { addPaymentMethod(input: { gateway: "stripe", token: "pm_card_visa" }) { paymentMethod { id } errors { ... on Error { code } } } }""");
            resellers.Add(new(token, card.Worked("addPaymentMethod").Text("addPaymentMethod.paymentMethod.id")));
        }

        return resellers;
    }

    /// <summary>Every so often the provider takes or gives the money and its answer gets lost, or it isn't reached at all.</summary>
    private static async Task DisturbAsync(FakeProvider provider, StormSize size)
    {
        for (var i = 1; i <= size.Operations / 100; i++)
        {
            await provider.FaultAsync("POST /v1/payment_intents/*/confirm", i % 2 == 0 ? "after-reset" : "after-500", nth: i * 11);
            await provider.FaultAsync("POST /v1/payment_intents", "before-reset", nth: i * 17);
            await provider.FaultAsync("POST /v1/refunds", "after-reset", nth: i * 7);
        }
    }

    /// <summary>Waits until what has piled up in the storm is worked off: webhooks, events for their handlers, mails.</summary>
    private static async Task CaughtUpAsync(TestDatabase database)
    {
        string[] queues = ["I20", "I21"];
        await using var beside = Beside.Of(database, TimeProvider.System);
        for (var tries = 0; ; tries++)
        {
            var behind = (await Checkup.RunAsync(beside.Services.GetRequiredService<IServiceScopeFactory>(), CancellationToken.None)).Where(finding => queues.Contains(finding.Name) && finding.Broken.Count > 0).ToList();
            if (behind.Count == 0) return;
            Assert.True(tries < 60, string.Join('\n', behind));
            await Task.Delay(TimeSpan.FromSeconds(10), TimeProvider.System);
        }
    }

    private static async Task ProviderAgreesAsync(FakeProvider provider, Storm storm)
    {
        var books = await provider.BooksAsync();
        var done = storm.Plans.SelectMany(plan => plan).Where(act => act.IsDone).ToList();
        Assert.All(books.Charges, charge => Assert.Equal(1, charge.Effects));
        Assert.All(books.Refunds, refund => Assert.Equal(1, refund.Effects));
        Assert.Equal(done.OfType<TopUp>().Where(act => !act.IsCanceled).Select(act => act.Amount.Cents).Order(), books.Charges.Select(charge => charge.Amount).Order());
        Assert.Equal(done.OfType<GiveBack>().Select(_ => GiveBack.Amount.Cents), books.Refunds.Select(refund => refund.Amount));
    }

    private static async Task<string> MailedAsync(string folder, string email)
    {
        const string link = "/activate?token=";
        var mails = new PickupFolder(folder);
        for (var tries = 0; tries < 600; tries++)
        {
            foreach (var name in mails.Latest())
            {
                if (await mails.FindAsync(name, CancellationToken.None) is { } mail && mail.To.Mailboxes.Any(mailbox => mailbox.Address == email) && mail.TextBody?.IndexOf(link, StringComparison.Ordinal) is >= 0 and var at)
                    return mail.TextBody[(at + link.Length)..].Split((char[]?)null, 2)[0];
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }

        throw new TimeoutException($"No activation was mailed to {email}.");
    }

    /// <summary>Waits until the last word is spoken about every payment and refund: the janitor asks for the answers that were lost.</summary>
    private static async Task SettledAsync(HostProcess host, IReadOnlyList<StormReseller> resellers, Storm storm)
    {
        foreach (var reseller in resellers)
        {
            var givenBack = storm.Plans.Where((_, worker) => storm.ResellerOf(worker) == reseller).SelectMany(plan => plan).Count(act => act is GiveBack { IsDone: true });
            for (var tries = 0; await OpenAsync(host.With(reseller.Token)) > 0 || await GivenBackAsync(host.With(reseller.Token)) < givenBack; tries++)
            {
                if (tries == 600) throw new TimeoutException("Payments or refunds are still open after five minutes.");
                await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System);
            }
        }
    }

    private static async Task<int> OpenAsync(Api api) =>
        (await api.SendAsync("{ payments(first: 1, where: { state: { in: [CREATED, SUBMITTING, REQUIRES_ACTION, PROCESSING, UNKNOWN] } }) { totalCount } }")).Worked().Number("payments.totalCount");

    private static async Task<int> GivenBackAsync(Api api) =>
        (await api.SendAsync("{ payments(first: 1, where: { state: { eq: PART_REFUNDED } }) { totalCount } }")).Worked().Number("payments.totalCount");

    private static async Task HappenedOnceAsync(Api api, Storm storm)
    {
        var acts = storm.Plans.Where((_, worker) => storm.ResellerOf(worker).Token == api.Bearer).SelectMany(plan => plan).Where(act => act.IsDone).ToList();
        var removed = acts.OfType<Remove>().Select(act => act.Added.Key).ToHashSet(StringComparer.Ordinal);
        var expected = acts.OfType<Add>().Where(act => !removed.Contains(act.Key)).Select(act => act.Acknowledged!).Order(StringComparer.Ordinal);
        Assert.Equal(expected, (await AllAsync(api, "ipLicenses", "id")).Select(row => row.GetProperty("id").GetString()!).Order(StringComparer.Ordinal));

        var payments = (await AllAsync(api, "payments", "id purpose state amount")).Where(row => row.GetProperty("purpose").GetString() == "TOP_UP").ToList();
        var states = payments.ToDictionary(payment => payment.GetProperty("id").GetString()!, payment => payment.GetProperty("state").GetString(), StringComparer.Ordinal);
        var givenBack = acts.OfType<GiveBack>().Select(act => act.Of.Acknowledged).ToHashSet(StringComparer.Ordinal);
        foreach (var act in acts.OfType<TopUp>()) act.IsCanceled = states.GetValueOrDefault(act.Acknowledged!) == "CANCELED";
        Assert.All(states.Where(payment => payment.Value != "CANCELED"), payment => Assert.Equal(givenBack.Contains(payment.Key) ? "PART_REFUNDED" : "POSTED", payment.Value));
        Assert.Equal(
            acts.OfType<TopUp>().Select(act => $"{act.Acknowledged} {act.Amount}").Order(StringComparer.Ordinal),
            payments.Select(row => $"{row.GetProperty("id").GetString()} {row.GetProperty("amount").GetString()}").Order(StringComparer.Ordinal));
    }

    private static async Task<List<System.Text.Json.JsonElement>> AllAsync(Api api, string list, string fields)
    {
        List<System.Text.Json.JsonElement> rows = [];
        for (string? after = null; ;)
        {
            var page = (await api.SendAsync($$"""query($after: String) { {{list}}(first: 100, after: $after) { nodes { {{fields}} } pageInfo { hasNextPage endCursor } } }""", new { after })).Worked();
            rows.AddRange(page.List($"{list}.nodes"));
            if (!page.At($"{list}.pageInfo.hasNextPage").GetBoolean()) return rows;
            after = page.Text($"{list}.pageInfo.endCursor");
        }
    }
}
