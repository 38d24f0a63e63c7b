using System.Text;
using System.Text.Json;
using Stripe;

namespace Cln.Tests.FakeProviders;

/// <summary>How webhooks come, and how they go wrong.</summary>
public sealed class HookDeliveryTests
{
    private static readonly string[] usual = ["payment_intent.created", "payment_intent.succeeded"];

    [Fact]
    public async Task One_that_isn_t_taken_comes_again_later_with_a_new_signature_and_is_listed_until_then()
    {
        await using var set = await Set.StartAsync();
        set.Receiver.Status = 500;
        await set.Provider.PaidAsync();
        await set.Provider.DeliverAsync();
        var failed = (await set.Provider.Client().V1.Events.ListAsync(new() { DeliverySuccess = false })).Data;
        await set.Provider.DeliverAsync();
        Assert.Equal(2, set.Receiver.Received.Count);
        set.Receiver.Status = 200;
        await set.Provider.AdvanceAsync(TimeSpan.FromMinutes(1));
        await set.Provider.DeliverAsync();

        Assert.Equal(usual.Reverse(), failed.Select(told => told.Type));
        Assert.Equal([.. usual, .. usual], set.Types);
        Assert.NotEqual(set.Receiver.Received.First().Headers["Stripe-Signature"], set.Receiver.Received.ElementAt(2).Headers["Stripe-Signature"]);
        Assert.Empty((await set.Provider.Client().V1.Events.ListAsync(new() { DeliverySuccess = false })).Data);
    }

    [Fact]
    public async Task One_comes_ten_times_at_once()
    {
        await using var set = await Set.StartAsync();
        await set.Provider.FaultAsync("payment_intent.succeeded", "dup", "10");
        await set.Provider.PaidAsync();
        await set.Provider.DeliverAsync();

        Assert.Equal(10, set.Types.Count(type => type == "payment_intent.succeeded"));
    }

    [Fact]
    public async Task One_never_comes_and_is_found_by_whoever_asks()
    {
        await using var set = await Set.StartAsync();
        await set.Provider.FaultAsync("*", "drop", times: 0);
        await set.Provider.PaidAsync();
        await set.Provider.CapturedAsync();
        await set.Provider.DeliverAsync();
        using var listed = await set.Provider.PayPalAsync(HttpMethod.Get, $"/v1/notifications/webhooks-events?start_time={World.Begins:s}Z&page_size=1");
        var events = await listed.JsonAsync();
        using var next = await set.Provider.PayPalAsync(HttpMethod.Get, new Uri(events.Link("next")).PathAndQuery);
        await set.Provider.ForgiveAsync();
        using var resent = await set.Provider.PayPalAsync(HttpMethod.Post, $"/v1/notifications/webhooks-events/{events.GetProperty("events")[0].Text("id")}/resend");
        await set.Provider.DeliverAsync();

        Assert.Equal(usual.Reverse(), (await set.Provider.Client().V1.Events.ListAsync(new() { DeliverySuccess = false })).Data.Select(told => told.Type));
        Assert.Equal("PAYMENT.CAPTURE.COMPLETED", events.GetProperty("events")[0].Text("event_type"));
        Assert.Equal("CHECKOUT.ORDER.APPROVED", (await next.JsonAsync()).GetProperty("events")[0].Text("event_type"));
        Assert.Equal(["PAYMENT.CAPTURE.COMPLETED"], set.Types);
    }

    [Fact]
    public async Task They_come_late_or_backwards_or_in_any_order_that_a_test_likes()
    {
        await using var set = await Set.StartAsync();
        await set.Provider.FaultAsync("payment_intent.created", "delay", "3600");
        await set.Provider.PaidAsync();
        await set.Provider.DeliverAsync();
        await set.Provider.AdvanceAsync(TimeSpan.FromHours(1));
        await set.Provider.DeliverAsync();
        Assert.Equal(usual.Reverse(), set.Types);

        set.Receiver.Received.Clear();
        await set.Provider.FaultAsync("*", "reorder", "2");
        await set.Provider.PaidAsync();
        await set.Provider.DeliverAsync();
        Assert.Equal(usual.Reverse(), set.Types);

        var told = (await set.Provider.EventsAsync()).Select(each => each.Id).ToList();
        set.Receiver.Received.Clear();
        await set.Provider.DeliverAsync(told[3], told[0], told[2]);
        Assert.Equal([usual[1], usual[0], usual[0]], set.Types);
    }

    [Fact]
    public async Task One_comes_before_the_answer_to_the_request_that_made_it()
    {
        await using var set = await Set.StartAsync();
        var payment = await set.Provider.PaymentAsync();
        await set.Provider.FaultAsync("payment_intent.succeeded", "before-response");

        await set.Provider.ConfirmAsync(payment);

        Assert.Equal(["payment_intent.succeeded"], set.Types);
    }

    [Theory]
    [InlineData("forge")]
    [InlineData("old-timestamp")]
    public async Task One_has_a_signature_that_nobody_should_take(string kind)
    {
        await using var set = await Set.StartAsync();
        await set.Provider.FaultAsync("payment_intent.created", kind);
        await set.Provider.PaymentAsync();
        await set.Provider.DeliverAsync();

        Assert.Throws<StripeException>(() => set.Open(set.Receiver.Received.Single(), FakeProvider.StripeSecret));
    }

    [Fact]
    public async Task While_a_secret_is_replaced_both_sign_and_after_a_day_only_the_new_one()
    {
        await using var set = await Set.StartAsync();
        await set.Provider.FaultAsync("payment_intent.created", "rotate-secret", "whsec_new");
        await set.Provider.PaymentAsync();
        await set.Provider.DeliverAsync();
        await set.Provider.AdvanceAsync(TimeSpan.FromHours(24));
        await set.Provider.PaymentAsync();
        await set.Provider.DeliverAsync();

        var (rotating, rotated) = (set.Receiver.Received.First(), set.Receiver.Received.Last());
        Assert.Equal(set.Open(rotating, FakeProvider.StripeSecret).Id, set.Open(rotating, "whsec_new").Id);
        Assert.NotNull(set.Open(rotated, "whsec_new", World.Begins.AddHours(24)));
        Assert.Throws<StripeException>(() => set.Open(rotated, FakeProvider.StripeSecret, World.Begins.AddHours(24)));
    }

    /// <summary>A provider whose clock stands, and somebody whom it tells.</summary>
    private sealed class Set(FakeProvider provider, HookReceiver receiver) : IAsyncDisposable
    {
        public FakeProvider Provider => provider;

        public HookReceiver Receiver => receiver;

        public IEnumerable<string> Types => receiver.Received.Select(each => JsonSerializer.Deserialize<JsonElement>(each.Body)).Select(told => told.TryGetProperty("type", out var type) ? type.GetString()! : told.Text("event_type"));

        public static async Task<Set> StartAsync()
        {
            var set = new Set(await FakeProvider.StartAsync(), await HookReceiver.StartAsync());
            await set.Provider.AimAsync(set.Receiver.Address, set.Receiver.Address);
            await set.Provider.PutClockAsync(World.Begins);
            return set;
        }

        public Event Open((byte[] Body, Microsoft.AspNetCore.Http.IHeaderDictionary Headers) received, string secret, DateTimeOffset? now = null) =>
            EventUtility.ConstructEvent(Encoding.UTF8.GetString(received.Body), received.Headers["Stripe-Signature"], secret, tolerance: 300, utcNow: (now ?? World.Begins).ToUnixTimeSeconds());

        public async ValueTask DisposeAsync()
        {
            await receiver.DisposeAsync();
            await provider.DisposeAsync();
        }
    }
}
