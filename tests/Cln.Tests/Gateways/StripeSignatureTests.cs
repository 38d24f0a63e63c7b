using System.Security.Cryptography;
using System.Text;
using Cln.Billing;

namespace Cln.Tests.Gateways;

/// <summary>Stripe's signatures, against vectors that weren't made by this code.</summary>
public sealed class StripeSignatureTests
{
    private const long At = 1_700_000_000;
    private const string Body = """{"id":"evt_1"}""";
    private const string Good = "c89214b5b5da833daed6f0b8c5bb6bd58cea9022bd80ccc78230f3942d632925";
    private const string OfNothing = "5967f3c560522fa40cf2876ebc3c3a08551dd6959aaade3b413460591895bdcc";
    private static readonly string[] secrets = ["whsec_test"];

    [Theory]
    [InlineData(Body, Good)]
    [InlineData("", OfNothing)]
    public void What_Stripe_signed_is_genuine(string body, string signature) => Verify($"t={At},v1={signature}", body);

    [Theory]
    [InlineData("v0={1},v1={0}")]
    [InlineData("v1={1},v1={0}")]
    [InlineData("v1={0},v1={1},scheme=x")]
    [InlineData(" v1={0}")]
    public void One_good_signature_among_others_is_enough(string signatures) =>
        Verify($"t={At},{string.Format(signatures, Good, OfNothing)}");

    [Fact]
    public void While_a_secret_is_replaced_both_are_good()
    {
        Verify($"t={At},v1={Good}", secrets: ["whsec_new", "whsec_test"]);
        Verify($"t={At},v1={Sign("whsec_new", At, Body)}", secrets: ["whsec_new", "whsec_test"]);
    }

    [Theory]
    [InlineData(-300)]
    [InlineData(300)]
    public void Five_minutes_in_either_direction_are_forgiven(int seconds) => Verify($"t={At},v1={Good}", now: At + seconds);

    [Theory]
    [InlineData(-301)]
    [InlineData(301)]
    [InlineData(60L * 60 * 24 * 365 * 50)]
    public void Longer_ago_or_further_ahead_is_a_replay(long seconds) => Refused($"t={At},v1={Good}", "a replay", now: At + seconds);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData("t=1700000000")]
    [InlineData("t=1700000000,v1=")]
    [InlineData("t=1700000000,v1=zz9214b5b5da833daed6f0b8c5bb6bd58cea9022bd80ccc78230f3942d632925")]
    [InlineData("t=1700000000,v0=c89214b5b5da833daed6f0b8c5bb6bd58cea9022bd80ccc78230f3942d632925")]
    [InlineData("t=1700000001,v1=c89214b5b5da833daed6f0b8c5bb6bd58cea9022bd80ccc78230f3942d632925")]
    [InlineData("t=,v1=c89214b5b5da833daed6f0b8c5bb6bd58cea9022bd80ccc78230f3942d632925")]
    [InlineData("t=now,v1=c89214b5b5da833daed6f0b8c5bb6bd58cea9022bd80ccc78230f3942d632925")]
    [InlineData("t=-1,v1=c89214b5b5da833daed6f0b8c5bb6bd58cea9022bd80ccc78230f3942d632925")]
    [InlineData("t=99999999999999999999999999999,v1=c89214b5b5da833daed6f0b8c5bb6bd58cea9022bd80ccc78230f3942d632925")]
    [InlineData("v1=c89214b5b5da833daed6f0b8c5bb6bd58cea9022bd80ccc78230f3942d632925")]
    public void Anything_else_is_refused(string? header) => Assert.Throws<WebhookRefused>(() => Verify(header));

    [Fact]
    public void A_header_of_hundreds_of_signatures_is_refused_unread() => Refused($"t={At},{string.Join(',', Enumerable.Repeat($"v1={Good}", 100))}", "too long");

    [Fact]
    public void A_changed_byte_a_wrong_secret_and_no_secret_are_refused()
    {
        Refused($"t={At},v1={Good}", "None of our secrets", body: """{"id":"evt_2"}""");
        Refused($"t={At},v1={Good}", "None of our secrets", body: Body + " ");
        Refused($"t={At},v1={Good}", "None of our secrets", secrets: ["whsec_other"]);
        Refused($"t={At},v1={Good}", "None of our secrets", secrets: []);
    }

    [Fact]
    public void Whoever_does_not_know_a_secret_learns_nothing_of_our_clock() => Refused($"t={At - 9999},v1={Good}", "None of our secrets");

    internal static string Sign(string secret, long at, string body) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{at}.{body}")));

    private static void Verify(string? header, string body = Body, string[]? secrets = null, long now = At) =>
        StripeSignature.Verify(header, Encoding.UTF8.GetBytes(body), secrets ?? StripeSignatureTests.secrets, DateTimeOffset.FromUnixTimeSeconds(now));

    private static void Refused(string header, string why, string body = Body, string[]? secrets = null, long now = At) =>
        Assert.Contains(why, Assert.Throws<WebhookRefused>(() => Verify(header, body, secrets, now)).Message);
}
