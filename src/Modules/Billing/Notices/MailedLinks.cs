using Microsoft.Extensions.Configuration;

namespace Cln.Billing;

/// <summary>The links in mails about money.</summary>
/// <param name="Site"><c>Site:Url</c>: the address under which people reach the console; by default the first of <c>Urls</c>.</param>
internal sealed record MailedLinks(string Site)
{
    public static MailedLinks Read(IConfiguration configuration) => new(SandboxSettings.Read(configuration).Address);

    public string Invoices => $"{Site}/billing/invoices";

    public string Payments => $"{Site}/billing/payments";

    public string PaymentMethods => $"{Site}/billing/payment-methods";

    /// <summary>Where a person who is there pays, and can confirm the payment to the bank.</summary>
    public string TopUp(Money amount) => $"{Site}/billing/top-up?amount={amount}";
}
