using FluentMigrator;

namespace Cln.Registration.Migrations;

[Migration(2026112410_02)]
internal sealed class PublishFirstAgreement : ForwardOnlyMigration
{
    private static readonly DateTimeOffset publishedAt = new(2026, 11, 24, 0, 0, 0, TimeSpan.Zero);

    public override void Up() => Insert.IntoTable("registration_agreements").Row(new { version = 1, text, published_at = publishedAt.ToUnixTimeMilliseconds() });

    private const string text =
        """
        RESELLER AGREEMENT

        This agreement is between the company that accepts it (you, the reseller) and the vendor of the licences that this portal sells (we). It begins when you accept it and pay your initial deposit.

        1. What you may do

        You may order licences through this portal and its programming interface, use them on servers that you run, and sell their use to your own customers, at prices that you set yourself. This right is not exclusive, and you may not pass it on to another reseller without our written consent.

        A licence is for one server at a time. The terms of use of each product apply to whoever uses it; you see to it that your customers know and accept them.

        2. Your account

        You tell us the truth about your company, and keep it up to date in the portal. You keep passwords and access tokens secret, and give each of your people a login of their own. What is done with your credentials counts as done by you until you tell us that they have been lost.

        3. Deposit and prices

        You pay in a deposit before you order. The initial deposit that you choose decides your tier of the price list; the whole of it is your balance, and nothing is kept back from it as a fee.

        Licences are charged from the balance, by calendar month in UTC and in advance. A licence that is added during a month is charged for the days that are left in it, the day of the order included. A licence that is removed is credited for the whole days after its removal.

        We may change prices. We tell you by email at least 30 days before, and no change applies to a month that has been charged already.

        4. Adding funds

        If you choose so, your payment method is charged automatically when the balance falls below a limit or below zero, as the portal describes. You can change or stop that at any time.

        If the balance stays below zero for longer than the period of grace that the portal states, we may suspend licences, and no more of them than the missing amount calls for. They are restored when you have paid.

        5. Documents and taxes

        Every payment, refund and monthly charge is documented in the portal. Prices are without taxes. You pay those that the law puts on you, and give us your VAT number where you have one.

        6. Refunds

        Money that was charged by mistake is returned without question. What is left of the balance when this agreement ends is paid back to the payment method that it came from, within 30 days.

        7. Support

        You are the first to help your customers. We help you, day and night, with the products and with this portal.

        8. Warranty and liability

        We provide the products and the portal with reasonable care, but do not promise that they are free of errors or always available. Neither side answers for lost profit or indirect damage. In total, each side answers for at most what you have paid in the twelve months before the damage. None of this limits what the law does not allow to be limited.

        9. Data

        We use what you tell us to run your account and to meet our legal duties, and sell it to nobody. Where your customers' data reaches us through the products, we handle it on your instructions and by the terms on data processing of the product.

        10. Names and marks

        You may use our product names and logos to say truthfully what you sell. They stay ours.

        11. Ending

        You may end this agreement at any time by telling us; licences then run to the end of the month that is paid. We may end it with 30 days' notice, or at once when you break it and do not put that right within 10 days of our telling you.

        12. Changes and other matters

        A new version of this agreement is published in the portal with its number. It binds you once you have accepted it. If a part of this agreement is not valid, the rest stays so. The law of the place where we have our seat applies, and its courts decide.
        """;
}
