using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Cln.Tests.Data;
using Microsoft.AspNetCore.Builder;
using Fakes = global::Cln.FakeProviders.Fakes;

namespace Cln.Tests;

/// <summary>
/// Stripe and PayPal, played over real HTTP by a program of our own (tests/Cln.FakeProviders), for one test. Webhooks go out when the test says so.
/// </summary>
/// <example>
/// <code>
/// await using var provider = await FakeProvider.StartAsync();
/// await using var world = await World.StartAsync(settings: provider.HostSettings);
/// await provider.FollowAsync(world);                                                   // one clock for both, and webhooks go to the world
/// await provider.FaultAsync("POST /v1/payment_intents/*/confirm", "after-reset");
/// …
/// await provider.DeliverAsync();
/// Assert.All((await provider.BooksAsync()).Charges, charge => Assert.Equal(1, charge.Effects));
/// </code>
/// </example>
public sealed class FakeProvider : IAsyncDisposable
{
    public const string StripeKey = "sk_test_fake";
    public const string StripeSecret = "whsec_fake";
    public const string PayPalWebhook = "3RN13029J36659323";

    private static readonly JsonSerializerOptions web = new(JsonSerializerDefaults.Web);
    private static readonly Lock gate = new();
    private static (string Authority, string Leaf)? certificates;

    private readonly WebApplication app;
    private readonly Following clock;
    private readonly string folder;
    private readonly bool keepsFolder;

    private FakeProvider(WebApplication app, Following clock, string folder, bool keepsFolder)
    {
        (this.app, this.clock, this.folder, this.keepsFolder) = (app, clock, folder, keepsFolder);
        Address = new(app.Urls.First());
        Http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Address };
    }

    public Uri Address { get; }

    public HttpClient Http { get; }

    /// <summary>With these the host speaks with this provider.</summary>
    public (string Name, string? Value)[] HostSettings =>
    [
        ("Gateways:Stripe:SecretKey", StripeKey), ("Gateways:Stripe:PublishableKey", "pk_test_fake"), ("Gateways:Stripe:WebhookSecrets:0", StripeSecret), ("Gateways:Stripe:ApiBase", Address.GetLeftPart(UriPartial.Authority)),
        ("Gateways:Stripe:ScriptUrl", new Uri(Address, "/stripe.js").AbsoluteUri),
        ("Gateways:PayPal:ClientId", "fake-client"), ("Gateways:PayPal:ClientSecret", "fake-secret"), ("Gateways:PayPal:WebhookId", PayPalWebhook), ("Gateways:PayPal:ApiBase", Address.GetLeftPart(UriPartial.Authority)),
        ("Gateways:PayPal:CertificateHosts:0", Address.Authority), ("Gateways:PayPal:CertificateAuthority", Path.Combine(folder, "paypal-ca.pem")),
    ];

    /// <param name="books">A folder with books to go on with; by default a new one, gone after the test.</param>
    /// <param name="settings">More of the program's own settings.</param>
    public static async Task<FakeProvider> StartAsync(string? books = null, params (string Name, string Value)[] settings)
    {
        var folder = books ?? TestFolder.Create();
        var clock = new Following();
        LendCertificates(folder);
        var app = Fakes.Build(
            [
                "--Urls=http://127.0.0.1:0", $"--Fakes:Folder={folder}", "--Fakes:Webhooks:Automatic=false", $"--Fakes:Stripe:SecretKey={StripeKey}", "--Fakes:PayPal:ClientId=fake-client",
                "--Fakes:PayPal:ClientSecret=fake-secret", $"--Fakes:Webhooks:Stripe:Secret={StripeSecret}", $"--Fakes:Webhooks:PayPal:Id={PayPalWebhook}", .. settings.Select(setting => $"--{setting.Name}={setting.Value}"),
            ],
            clock);
        await app.StartAsync();
        KeepCertificates(folder);
        return new(app, clock, folder, keepsFolder: books is not null);
    }

    /// <summary>Goes by the world's clock from now on, and tells its webhooks to it.</summary>
    public async Task FollowAsync(World world)
    {
        clock.Leader = world.Clock;
        await AimAsync(new(world.Address, "/webhooks/stripe"), new(world.Address, "/webhooks/paypal"));
    }

    public async Task AimAsync(Uri stripe, Uri paypal) => await PostAsync("/_webhooks", new { stripe = new { url = stripe }, paypal = new { url = paypal } });

    public async Task PutClockAsync(DateTimeOffset now) => await PostAsync("/_clock", new { now });

    public async Task AdvanceAsync(TimeSpan by) => await PostAsync("/_clock", new { advance = by.TotalSeconds });

    /// <summary>Lets something go wrong: a request ("POST /v1/refunds", an asterisk for anything) or, without a slash, a webhook by its type.</summary>
    public async Task FaultAsync(string match, string kind, string? arg = null, int nth = 1, int times = 1) => await PostAsync("/_fault", new { match, kind, arg, nth, times });

    public async Task ForgiveAsync() => (await Http.DeleteAsync("/_fault")).EnsureSuccessStatusCode();

    /// <summary>Sends the webhooks that are due, or these events in this order, and waits for their answers.</summary>
    public async Task DeliverAsync(params string[] events) => await PostAsync("/_deliver", new { events = events.Length == 0 ? null : events });

    /// <summary>All that was to be told by webhooks, oldest first.</summary>
    public async Task<IReadOnlyList<Told>> EventsAsync() => [.. (await Http.GetFromJsonAsync<Told[]>("/_events", web))!.Reverse()];

    /// <summary>The money that really moved.</summary>
    public async Task<Moved> BooksAsync() => (await Http.GetFromJsonAsync<Moved>("/_books", web))!;

    /// <summary>Has a charge of Stripe's or a capture of PayPal's disputed; the dispute's id.</summary>
    public async Task<string> DisputeAsync(string charge, long? amount = null) =>
        (await PostAsync(charge.StartsWith("ch_", StringComparison.Ordinal) ? "/_stripe/disputes" : "/_paypal/disputes", new { charge, amount })).GetProperty("id").GetString()!;

    public async Task ResolveAsync(string dispute, bool won)
    {
        if (!dispute.StartsWith("dp_", StringComparison.Ordinal)) await PostAsync($"/_paypal/disputes/{dispute}", new { won });
        else Assert.Equal(HttpStatusCode.OK, (await StripeAsync($"/v1/disputes/{dispute}", ("evidence[uncategorized_text]", won ? "winning_evidence" : "losing_evidence"))).StatusCode);
    }

    /// <summary>The payer at PayPal's page; where it leads back to.</summary>
    /// <param name="page">The approval's URL.</param>
    /// <param name="wallet">pays, declines or waits.</param>
    /// <param name="choice">approve or cancel.</param>
    public async Task<Uri> ApproveAsync(string page, string wallet = "pays", string choice = "approve") =>
        await SubmitAsync(new Uri(page).AbsolutePath, ("token", new Uri(page).Query.Split('=')[^1]), ("wallet", wallet), ("choice", choice));

    /// <summary>The payer at the form that stands for Stripe.js; where it leads to, which may be the page of 3-D Secure. Null when the card is refused.</summary>
    public async Task<Uri?> EnterCardAsync(string clientSecret, string number, string returnUrl = "https://cln.example/back")
    {
        using var answer = await Http.PostAsync("/card", new FormUrlEncodedContent([new("client_secret", clientSecret), new("return_url", returnUrl), new("number", number)]));
        return answer.Headers.Location is { } location ? new Uri(Address, location) : null;
    }

    /// <summary>The holder of a card at the page of his bank; where it leads back to.</summary>
    public async Task<Uri> AuthenticateAsync(string page, bool passes = true) =>
        await SubmitAsync(new Uri(page).AbsolutePath, ("client_secret", new Uri(page).Query.Split('=')[^1]), ("choice", passes ? "complete" : "fail"));

    /// <summary>The same where no page leads back: the frame of 3-D Secure that Stripe.js would show for a payment.</summary>
    public async Task ConfirmToTheBankAsync(string clientSecret, bool passes = true)
    {
        using var answer = await Http.PostAsync($"/3ds/{clientSecret.Split("_secret_")[0]}", new FormUrlEncodedContent([new("client_secret", clientSecret), new("choice", passes ? "complete" : "fail")]));
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>A request to Stripe by hand.</summary>
    public Task<HttpResponseMessage> StripeAsync(string path, params (string Name, string Value)[] form) => StripeAsync(HttpMethod.Post, path, key: null, form);

    public async Task<HttpResponseMessage> StripeAsync(HttpMethod method, string path, string? key, params (string Name, string Value)[] form)
    {
        using var request = new HttpRequestMessage(method, path) { Content = method == HttpMethod.Post ? new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Name, field.Value))) : null };
        request.Headers.Authorization = new("Bearer", StripeKey);
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        return await Http.SendAsync(request);
    }

    /// <summary>A request to PayPal by hand.</summary>
    public async Task<HttpResponseMessage> PayPalAsync(HttpMethod method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        var bearer = await TokenAsync();
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new("Bearer", bearer);
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        return await Http.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        if (!keepsFolder) TestFolder.Delete(folder);
    }

    private async Task<string> TokenAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/oauth2/token") { Content = new FormUrlEncodedContent([new("grant_type", "client_credentials")]) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String("fake-client:fake-secret"u8));
        using var answer = await Http.SendAsync(request);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
    }

    private async Task<Uri> SubmitAsync(string path, params (string Name, string Value)[] fields)
    {
        using var answer = await Http.PostAsync(path, new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, Uri.UnescapeDataString(field.Value)))));
        return answer.Headers.Location ?? throw new InvalidOperationException($"{path} leads nowhere: {answer.StatusCode}");
    }

    private async Task<JsonElement> PostAsync(string path, object body)
    {
        using var answer = await Http.PostAsJsonAsync(path, body, web);
        var text = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{path}: {answer.StatusCode} {text}");
        return text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text);
    }

    /// <summary>Keys take long to make, so that all tests of a run share theirs.</summary>
    private static void LendCertificates(string folder)
    {
        lock (gate)
        {
            if (certificates is not { } known || File.Exists(Path.Combine(folder, "paypal-leaf.pem"))) return;
            File.WriteAllText(Path.Combine(folder, "paypal-ca.pem"), known.Authority);
            File.WriteAllText(Path.Combine(folder, "paypal-leaf.pem"), known.Leaf);
        }
    }

    private static void KeepCertificates(string folder)
    {
        lock (gate) certificates ??= (File.ReadAllText(Path.Combine(folder, "paypal-ca.pem")), File.ReadAllText(Path.Combine(folder, "paypal-leaf.pem")));
    }

    /// <summary>A webhook.</summary>
    public sealed record Told(string Id, string Type, string Body, int Attempts, bool Delivered, int LastStatus, DateTimeOffset? NextAt);

    public sealed record Moved(IReadOnlyList<Effect> Charges, IReadOnlyList<Effect> Refunds);

    /// <summary>Money that moved, in minor units; <see cref="Effects"/> is how often under this key.</summary>
    public sealed record Effect(string Provider, string Id, string Payment, string? Key, long Amount, string Currency, string Status, long Refunded, int Effects);

    private sealed class Following : TimeProvider
    {
        public TimeProvider Leader { get; set; } = System;

        public override DateTimeOffset GetUtcNow() => Leader.GetUtcNow();
    }
}
