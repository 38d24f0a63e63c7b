using Cln.Billing;
using Stripe;

namespace Cln.Tests.Gateways;

/// <summary>What Stripe remembers under a key, and what we make of it.</summary>
public sealed class StripeCallsTests
{
    private const string Broken = """{"error":{"type":"api_error","message":"An unknown error occurred"}}""";
    private static readonly (string, string)[] remembered = [("Idempotent-Replayed", "true")];

    [Fact]
    public async Task A_failure_that_Stripe_remembers_is_looked_into_and_then_sent_under_the_next_key()
    {
        await using var stripe = await ScriptedStripe.StartAsync();
        using var calls = stripe.Calls;
        stripe.Answer = (_, key) => key == "k:create:3" ? (200, """{"id":"cus_1","object":"customer"}""", []) : (500, Broken, remembered);
        var looked = 0;

        var made = await DoAsync(calls, () => Task.FromResult<Customer?>(looked++ < 0 ? new() : null));

        Assert.Equal(("cus_1", 2), (made.Id, looked));
        Assert.Equal(["POST /v1/customers k:create:1", "POST /v1/customers k:create:2", "POST /v1/customers k:create:3"], stripe.Asked);
    }

    [Fact]
    public async Task What_was_done_in_spite_of_the_failure_is_not_sent_again()
    {
        await using var stripe = await ScriptedStripe.StartAsync();
        using var calls = stripe.Calls;
        stripe.Answer = (_, _) => (500, Broken, remembered);

        var found = await DoAsync(calls, () => Task.FromResult<Customer?>(new() { Id = "cus_found" }));

        Assert.Equal("cus_found", found.Id);
        Assert.Single(stripe.Asked);
    }

    [Fact]
    public async Task A_failure_that_is_fresh_leaves_open_what_happened_and_nothing_is_sent_again()
    {
        await using var stripe = await ScriptedStripe.StartAsync();
        using var calls = stripe.Calls;
        stripe.Answer = (_, _) => (500, Broken, []);

        await Assert.ThrowsAsync<StripeException>(() => DoAsync(calls, () => throw new InvalidOperationException("Nobody was to look.")));

        Assert.Single(stripe.Asked);
    }

    [Fact]
    public async Task A_failure_that_is_remembered_under_every_key_comes_to_an_end()
    {
        await using var stripe = await ScriptedStripe.StartAsync();
        using var calls = stripe.Calls;
        stripe.Answer = (_, _) => (500, Broken, remembered);

        await Assert.ThrowsAsync<StripeException>(() => DoAsync(calls, () => Task.FromResult<Customer?>(null)));

        Assert.Equal(5, stripe.Asked.Count);
    }

    [Fact]
    public async Task A_success_that_is_remembered_is_asked_for_as_it_is_now()
    {
        await using var stripe = await ScriptedStripe.StartAsync();
        using var calls = stripe.Calls;
        stripe.Answer = (_, _) => (200, """{"id":"cus_then","object":"customer"}""", remembered);

        Assert.Equal("cus_now", (await DoAsync(calls, () => Task.FromResult<Customer?>(new() { Id = "cus_now" }))).Id);
        Assert.Equal("cus_then", (await DoAsync(calls, () => Task.FromResult<Customer?>(null))).Id);
    }

    private static Task<Customer> DoAsync(StripeCalls calls, Func<Task<Customer?>> look) =>
        calls.DoAsync("k", "create", (api, options) => api.Customers.CreateAsync(new(), options), look);
}
