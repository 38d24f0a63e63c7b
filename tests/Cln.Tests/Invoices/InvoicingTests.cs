using Cln.Host.Data;
using Cln.Invoices;
using Cln.Tests.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Tests.Invoices;

public sealed class InvoicingTests
{
    [EveryDatabase]
    public async Task Numbers_have_no_gap_however_many_are_taken_at_once_and_given_back(DatabaseKind database)
    {
        await using var world = await World.StartAsync(database);
        long[] resellers = [await world.AddResellerAsync(), await world.AddResellerAsync()];

        // The first of each reseller compete too: there is no row yet to wait at.
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(async () =>
        {
            var fails = i % 5 == 4;
            var issuing = world.IssuePaymentAsync(resellers[i % 2], fails);
            if (fails) await Assert.ThrowsAsync<NotFound>(() => issuing);
            else await issuing;
        })));

        foreach (var reseller in resellers)
        {
            var issued = await world.IssuedAsync(reseller);
            Assert.Equal(Enumerable.Range(1, 16).Select(sequence => $"{reseller}-{sequence}"), issued.Select(invoice => invoice.Number));
        }
    }

    [EveryDatabase]
    public async Task A_first_number_that_is_given_back_is_the_next_ones(DatabaseKind database)
    {
        await using var world = await World.StartAsync(database);
        var reseller = await world.AddResellerAsync();

        await Assert.ThrowsAsync<NotFound>(() => world.IssuePaymentAsync(reseller, thenFail: true));
        Assert.Empty(await world.IssuedAsync(reseller));
        await world.IssuePaymentAsync(reseller);

        Assert.Equal($"{reseller}-1", Assert.Single(await world.IssuedAsync(reseller)).Number);
    }

    [EveryDatabase]
    public async Task The_database_refuses_to_change_or_delete_what_was_issued(DatabaseKind database)
    {
        await using var world = await World.StartAsync(database);
        world.ExpectsErrors = true;
        var reseller = await world.AddResellerAsync();
        await world.IssuePaymentAsync(reseller);

        foreach (var forgery in new[]
        {
            "UPDATE invoices_invoices SET number = '1-99'", "UPDATE invoices_invoices SET recipient_company = 'Somebody else'", "DELETE FROM invoices_lines", "UPDATE invoices_lines SET sub_total = 1", "DELETE FROM invoices_invoices",
        })
            await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => world.ExecuteAsync(forgery));

        Assert.Equal(new Money(2_000), Assert.Single(Assert.Single(await world.IssuedAsync(reseller)).Rows).SubTotal);
    }

    [EveryDatabase]
    public async Task A_month_is_invoiced_once(DatabaseKind database)
    {
        await using var world = await World.StartAsync(database);
        world.ExpectsErrors = true;
        var reseller = await world.AddResellerAsync();
        Task Month(int month) => world.IssueAsync(invoicing => invoicing.MonthBegunAsync(new(reseller, new(2026, month, 1), [new("KernelCare", 3, new(885))], new(-885), World.Begins), CancellationToken.None));

        await Month(11);
        await Assert.ThrowsAsync<DbUpdateException>(() => Month(11));
        await Month(12);

        Assert.Equal([(1, 11), (2, 12)], (await world.IssuedAsync(reseller)).Select(invoice => ((int)invoice.Sequence, invoice.PayPeriod.Month)));
    }

    [Fact]
    public async Task Each_kind_of_document_is_signed_and_dated_as_the_statement_reads()
    {
        await using var world = await World.StartAsync();
        var reseller = await world.AddResellerAsync();
        var lastOfMonth = new DateTimeOffset(2026, 11, 30, 23, 59, 59, TimeSpan.Zero);

        await world.IssueAsync(invoicing => invoicing.PaymentReceivedAsync(new(reseller, "Top up", new(10_000), new(10_000), lastOfMonth), CancellationToken.None));
        await world.IssueAsync(invoicing => invoicing.MonthBegunAsync(new(reseller, new(2026, 12, 1), [new("KernelCare", 3, new(885)), new("KernelCare, removed", 1, new(-100))], new(9_215), lastOfMonth.AddSeconds(2)), CancellationToken.None));
        await world.IssueAsync(invoicing => invoicing.RefundedAsync(new(reseller, "Refund", new(9_215), Money.Zero, lastOfMonth.AddDays(3)), CancellationToken.None));

        Assert.Equal(
            [
                (InvoiceType.PaymentReceived, new(10_000), new(10_000), new DateOnly(2026, 11, 1)),
                (InvoiceType.Invoice, new(785), new(9_215), new DateOnly(2026, 12, 1)),
                (InvoiceType.Refund, new(-9_215), Money.Zero, new DateOnly(2026, 12, 1)),
            ],
            (await world.IssuedAsync(reseller)).Select(invoice => (invoice.Type, invoice.Total, invoice.Balance, invoice.PayPeriod)));
    }

    [Fact]
    public async Task A_document_without_a_line_is_refused()
    {
        await using var world = await World.StartAsync();
        var reseller = await world.AddResellerAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => world.IssueAsync(invoicing => invoicing.MonthBegunAsync(new(reseller, new(2026, 12, 1), [], Money.Zero, World.Begins), CancellationToken.None)));
    }

    [Fact]
    public async Task A_document_keeps_the_address_of_its_day()
    {
        await using var world = await World.StartAsync();
        var reseller = await world.AddResellerAsync("Old Name GmbH");
        await world.IssuePaymentAsync(reseller);

        await world.ExecuteAsync("UPDATE access_resellers SET name = 'New Name GmbH', country = 'FR'");
        await world.IssuePaymentAsync(reseller);

        Assert.Equal([("Old Name GmbH", "DE"), ("New Name GmbH", "FR")], (await world.IssuedAsync(reseller)).Select(invoice => (invoice.Recipient.Company, invoice.Recipient.Country)));
    }
}
