using System.Net;

namespace Cln.Tests.FakeProviders;

/// <summary>The pages for people.</summary>
public sealed class PageTests
{
    [Fact]
    public async Task A_card_is_entered_paid_with_and_refused_in_words()
    {
        await using var provider = await FakeProvider.StartAsync();
        var payment = await provider.PaymentAsync(method: null);
        var form = await provider.Http.GetStringAsync($"/card?client_secret={payment.ClientSecret}&return_url={Uri.EscapeDataString("https://cln.example/back?attempt=7")}");

        var refused = await provider.EnterCardAsync(payment.ClientSecret, "4000 0000 0000 9995");
        var unknown = await provider.EnterCardAsync(payment.ClientSecret, "1234");
        var back = await provider.EnterCardAsync(payment.ClientSecret, "4242 4242 4242 4242", "https://cln.example/back?attempt=7");

        Assert.Contains("Pay 20.00 USD", form);
        Assert.Contains("<dt>Shop</dt><dd>cln.example</dd>", form);
        Assert.Null(refused);
        Assert.Null(unknown);
        Assert.Equal($"https://cln.example/back?attempt=7&payment_intent={payment.Id}&payment_intent_client_secret={payment.ClientSecret}&redirect_status=succeeded", back!.AbsoluteUri);
        Assert.Single((await provider.BooksAsync()).Charges);
    }

    [Theory]
    [InlineData("/card?client_secret=pi_1_secret_2&return_url=https%3A%2F%2Fcln.example")]
    [InlineData("/3ds/pi_1?client_secret=pi_1_secret_2")]
    [InlineData("/checkoutnow?token=5O190127TN364715T")]
    [InlineData("/agreements/approve?approval_session_id=5O190127TN364715T")]
    public async Task What_isn_t_there_is_told_as_such(string url)
    {
        await using var provider = await FakeProvider.StartAsync();

        using var answer = await provider.Http.GetAsync(url);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("Nothing to see here", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_text_of_the_order_is_shown_as_text_and_links_lead_only_to_web_pages()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var made = await provider.PayPalAsync(
            HttpMethod.Post, "/v2/checkout/orders",
            """{"intent":"CAPTURE","purchase_units":[{"description":"<script>alert(1)</script>","amount":{"currency_code":"USD","value":"20.00"}}],"payment_source":{"paypal":{"experience_context":{"return_url":"javascript:alert(1)"}}}}""");
        var page = (await made.JsonAsync()).Link("payer-action");

        var shown = await provider.Http.GetStringAsync(page);
        using var answer = await provider.Http.PostAsync("/checkoutnow", new FormUrlEncodedContent([new("token", new Uri(page).Query.Split('=')[1]), new("choice", "approve")]));

        Assert.Contains("&lt;script&gt;", shown);
        Assert.DoesNotContain("<script>", shown);
        Assert.Null(answer.Headers.Location);
    }
}
