using Cln.FakeProviders.Keeping;
using Cln.FakeProviders.PayPal;
using Cln.FakeProviders.Stripe;

namespace Cln.FakeProviders.Hooks;

/// <summary>Things whose time has come: pending payments and refunds end, approvals lapse. Seen to before every request, so that nobody sees them late.</summary>
internal sealed class Ripening(Books books, FakeClock clock, FakeSettings settings)
{
    public Task<int> RipenAsync() => books.DoAsync(page => Ripen(page, clock.GetUtcNow(), settings.PublicUrl ?? ""));

    public static int Ripen(Page page, DateTimeOffset now, string publicUrl)
    {
        var due = page.All<Unripe>().Where(each => !each.Done && each.At <= now).OrderBy(each => each.At).ToList();
        foreach (var each in due)
        {
            page.Put(each with { Done = true });
            if (page.Find<StripePayment>(each.Id) is not null) StripeCharges.Ripen(new(page, new([]), each.Id, now, publicUrl));
            else if (page.Find<StripeRefund>(each.Id) is not null) StripeRefunds.Ripen(new(page, new([]), each.Id, now, publicUrl));
            else if (page.Find<PayPalOrder>(each.Id) is not null) PayPalOrders.Lapse(new(page, null, each.Id, now, publicUrl));
            else if (page.Find<PayPalCapture>(each.Id) is not null) PayPalCaptures.Ripen(new(page, null, each.Id, now, publicUrl));
            else if (page.Find<PayPalRefund>(each.Id) is not null) PayPalRefunds.Ripen(new(page, null, each.Id, now, publicUrl));
        }

        return due.Count;
    }
}
