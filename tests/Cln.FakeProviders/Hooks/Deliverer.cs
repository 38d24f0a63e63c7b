using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using Cln.FakeProviders.Faults;
using Cln.FakeProviders.Keeping;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Cln.FakeProviders.Hooks;

/// <summary>Sends webhooks, and goes wrong with them where a fault says so.</summary>
internal sealed class Deliverer : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = TimeSpan.FromSeconds(20) };
    private readonly ConcurrentDictionary<string, HookEvent> waiting = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<Task>> underWay = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<HookEvent> held = [];
    private readonly SemaphoreSlim rounds = new(1);
    private readonly Books books;
    private readonly FakeClock clock;
    private readonly FaultList faults;
    private readonly HookSignatures signatures;
    private readonly FakeSettings settings;
    private readonly IServer server;

    public Deliverer(Books books, FakeClock clock, FaultList faults, HookSignatures signatures, FakeSettings settings, IServer server)
    {
        (this.books, this.clock, this.faults, this.signatures, this.settings, this.server) = (books, clock, faults, signatures, settings, server);
        books.Changed += Note;
    }

    /// <summary>Where certificates are served; known when somebody is listening.</summary>
    public string CertificateUrl => settings.CertificateUrl ?? $"{settings.PublicUrl ?? server.Features.Get<IServerAddressesFeature>()!.Addresses.First()}/v1/notifications/certs";

    public void Load(IEnumerable<HookEvent> events) => Note([.. events]);

    /// <summary>Sends all that is due, oldest first.</summary>
    /// <param name="atOnce">How many at a time.</param>
    public async Task<int> DeliverDueAsync(int atOnce = 1)
    {
        await rounds.WaitAsync();
        try
        {
            var now = clock.GetUtcNow();
            var due = waiting.Values.Where(each => each.NextAt <= now).OrderBy(each => each.NextAt).ThenBy(each => each.Number).ToList();
            await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = atOnce }, async (each, _) => await DeliverAsync(each));
            return due.Count;
        }
        finally
        {
            rounds.Release();
        }
    }

    /// <summary>Sends these, in this order, whether they are due or not.</summary>
    public async Task DeliverAsync(IEnumerable<HookEvent> events)
    {
        foreach (var each in events) await SendAsync(each, fault: null);
    }

    /// <summary>Sends those of a request's events that a fault wants to come before the answer.</summary>
    public async Task BeforeAnswerAsync(IReadOnlyList<string> ids)
    {
        foreach (var each in ids.Select(id => waiting.GetValueOrDefault(id)).OfType<HookEvent>().Where(each => faults.ComesFirst(each.Type)).ToList()) await DeliverAsync(each);
    }

    /// <summary>Sends what a reorder held back and never let go.</summary>
    public async Task ReleaseAsync()
    {
        List<HookEvent> all = [];
        while (held.TryDequeue(out var each)) all.Add(each);
        foreach (var each in all.AsEnumerable().Reverse()) await SendAsync(each, fault: null);
    }

    public void Dispose()
    {
        books.Changed -= Note;
        http.Dispose();
        rounds.Dispose();
    }

    private void Note(IReadOnlyList<IKept> written)
    {
        foreach (var each in written.OfType<HookEvent>())
        {
            if (each.NextAt is null) waiting.TryRemove(each.Id, out _);
            else waiting[each.Id] = each;
        }
    }

    private async Task DeliverAsync(HookEvent each)
    {
        var task = underWay.GetOrAdd(each.Id, _ => new(() => StrikeAsync(each)));
        try
        {
            await task.Value;
        }
        finally
        {
            underWay.TryRemove(new(each.Id, task));
        }
    }

    private async Task StrikeAsync(HookEvent each)
    {
        // Somebody may have been faster.
        if (!waiting.ContainsKey(each.Id)) return;
        var fault = faults.OfHook(each.Type);
        switch (fault?.Kind)
        {
            case "drop":
                await PutAsync(each with { NextAt = null });
                return;
            case "delay":
                await PutAsync(each with { NextAt = clock.GetUtcNow().AddSeconds(fault.Seconds()) });
                return;
            case "reorder":
                await PutAsync(each with { NextAt = null });
                held.Enqueue(each);
                if (held.Count >= fault.Times) await ReleaseAsync();
                return;
            case "rotate-secret":
                Rotate(each.Provider, fault.Arg!);
                break;
        }

        await SendAsync(each, fault);
    }

    private async Task SendAsync(HookEvent each, Fault? fault)
    {
        if (Target(each).Url is null)
        {
            // Nobody to tell: it stays in the list of events, as undelivered.
            await PutAsync(each with { NextAt = null });
            return;
        }

        var copies = fault?.Kind == "dup" ? fault.Number(otherwise: 2) : 1;
        var statuses = await Task.WhenAll(Enumerable.Range(0, copies).Select(_ => PostAsync(each, fault)));
        await PutAsync(each.Tried(statuses.FirstOrDefault(status => status is >= 200 and < 300, statuses[0]), clock.GetUtcNow()));
    }

    private async Task<int> PostAsync(HookEvent each, Fault? fault)
    {
        var target = Target(each);
        var body = Encoding.UTF8.GetBytes(each.Body);
        using var request = new HttpRequestMessage(HttpMethod.Post, target.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
        foreach (var (name, value) in Sign(each, body, target, fault)) request.Headers.TryAddWithoutValidation(name, value);
        try
        {
            using var answer = await http.SendAsync(request);
            return (int)answer.StatusCode;
        }
        catch (Exception gone) when (gone is HttpRequestException or OperationCanceledException)
        {
            return 0;
        }
    }

    private IEnumerable<KeyValuePair<string, string>> Sign(HookEvent each, byte[] body, HookTarget target, Fault? fault)
    {
        var (now, forged, old) = (clock.GetUtcNow(), fault?.Kind == "forge", fault?.Kind == "old-timestamp");
        if (each.Provider == HookProvider.PayPal) return signatures.PayPal(body, each.Transmission, target.Secret, old ? now.AddDays(-5) : now, CertificateUrl, forged);
        string[] secrets = forged ? ["whsec_forged"] : target.Former is { } former && now < target.FormerUntil ? [target.Secret, former] : [target.Secret];
        return [HookSignatures.Stripe(body, secrets, old ? now.AddMinutes(-10) : now)];
    }

    private void Rotate(HookProvider provider, string secret)
    {
        var target = provider == HookProvider.Stripe ? settings.Stripe : settings.PayPal;
        (target.Former, target.FormerUntil, target.Secret) = (target.Secret, clock.GetUtcNow().AddHours(24), secret);
    }

    private HookTarget Target(HookEvent each) => each.Provider == HookProvider.Stripe ? settings.Stripe : settings.PayPal;

    private Task PutAsync(HookEvent each) => books.DoAsync(page => page.Put(each));
}
