using System.Globalization;
using Cln.Contracts;

namespace Cln.Invoices;

/// <summary>Writes to resellers about the documents that nobody else writes about: each in the transaction that issues it, and so once.</summary>
/// <param name="mail">Where letters are staged.</param>
/// <param name="site">Where the console is.</param>
internal sealed class InvoiceLetters(IMail mail, Site site)
{
    public void Issued(Reseller reseller, Invoice invoice) => mail.Stage(new(
        reseller.BillingEmail,
        $"Invoice {invoice.Number}: {invoice.Total} {invoice.Currency}",
        $"""
        Hello {reseller.FirstName},

        here is invoice {invoice.Number} for {invoice.PayPeriod.ToString("MMMM yyyy", CultureInfo.InvariantCulture)}: {invoice.Total} {invoice.Currency}. We have taken it from your balance, which was {invoice.Balance} {invoice.Currency} after that.{(invoice.Balance.IsNegative ? " You have a debt on your account, please pay." : "")}

        You find it among your documents, as PDF too:

        {site.Address}/billing/invoices
        """));
}

/// <summary>Where people reach the console.</summary>
/// <param name="Address"><c>Site:Url</c>; by default the first of <c>Urls</c>.</param>
internal sealed record Site(string Address);
