using System.Text;
using Cln.Billing;

namespace Cln.Tests.Gateways;

/// <summary>What is read of an event: where to look, and nothing that could be believed.</summary>
public sealed class StripeEventsTests
{
    [Fact]
    public void A_payments_event_names_the_payment_and_our_key()
    {
        var told = Read("payment_intent.succeeded", """{"id":"pi_1","object":"payment_intent","amount":1,"metadata":{"attempt_id":"abc"}}""");

        Assert.Equal(("evt_1", "payment_intent.succeeded", "pi_1", "abc"), (told.Id, told.Type, string.Join(' ', told.About), told.Key));
    }

    [Theory]
    [InlineData("charge.refunded", """{"id":"ch_1","payment_intent":"pi_1"}""", "ch_1 pi_1")]
    [InlineData("charge.dispute.created", """{"id":"dp_1","payment_intent":"pi_1","charge":"ch_1"}""", "dp_1 pi_1 ch_1")]
    [InlineData("refund.failed", """{"id":"re_1","payment_intent":{"id":"pi_1"},"charge":{"id":"ch_1"}}""", "re_1 pi_1 ch_1")]
    [InlineData("charge.refunded", """{"id":7,"payment_intent":null}""", "")]
    public void What_hangs_on_a_payment_names_it(string type, string subject, string names) => Assert.Equal(names, string.Join(' ', Read(type, subject).About));

    [Theory]
    [InlineData("customer.deleted")]
    [InlineData("setup_intent.succeeded")]
    [InlineData("a.kind.of.next.year")]
    public void Others_are_kept_and_not_worked_on(string type) => Assert.True(Read(type, """{"id":"cus_1"}""").Ignored);

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("<html>")]
    [InlineData("""{"object":"event","id":"evt_1","type":"x"}""")]
    [InlineData("""{"object":"event","id":"evt_1","type":"x","livemode":"false"}""")]
    [InlineData("""{"object":"charge","id":"evt_1","type":"x","livemode":false}""")]
    [InlineData("""{"object":"event","id":7,"type":"x","livemode":false}""")]
    [InlineData("""{"object":"event","id":"evt_1","type":"x","livemode":true}""")]
    public void What_is_no_event_of_our_mode_is_refused(string body) => Assert.Throws<WebhookRefused>(() => StripeEvents.Read(Encoding.UTF8.GetBytes(body), live: false));

    [Fact]
    public void What_is_nested_without_end_is_refused() =>
        Assert.Throws<WebhookRefused>(() => StripeEvents.Read(Encoding.UTF8.GetBytes(new string('[', 100_000)), live: false));

    [Theory]
    [InlineData("""{"object":"event","id":"evt_1","type":"charge.refunded","livemode":false}""")]
    [InlineData("""{"object":"event","id":"evt_1","type":"charge.refunded","livemode":false,"data":[]}""")]
    [InlineData("""{"object":"event","id":"evt_1","type":"charge.refunded","livemode":false,"data":{"object":"ch_1"}}""")]
    public void An_event_about_nothing_is_not_worked_on(string body) => Assert.True(StripeEvents.Read(Encoding.UTF8.GetBytes(body), live: false).Ignored);

    private static WebhookEvent Read(string type, string subject) => StripeEvents.Read(
        Encoding.UTF8.GetBytes($$$"""{"id":"evt_1","object":"event","livemode":false,"type":"{{{type}}}","data":{"object":{{{subject}}}}}"""), live: false);
}
