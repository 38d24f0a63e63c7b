using Cln.Host.Data;
using Cln.Tests.Data;

namespace Cln.Tests.Invoices;

/// <summary>Each invariant is shown to find what it is there for, by rows that the module itself never writes.</summary>
public sealed class InvoiceInvariantsTests
{
    [EveryDatabase]
    public async Task What_holds_violates_nothing(DatabaseKind database)
    {
        await using var world = await World.StartAsync(database);
        var reseller = await world.AddResellerAsync();
        for (var i = 0; i < 3; i++) await world.IssuePaymentAsync(reseller);

        Assert.Empty(await world.ViolationsAsync());
    }

    [Theory]
    [InlineData("I16", "INSERT INTO invoices_lines (invoice_id, position, reseller_id, title, quantity, sub_total) SELECT id, 2, reseller_id, 'Forged', 1, 1 FROM invoices_invoices WHERE sequence = 1")]
    [InlineData("I16", "DROP TRIGGER invoices_lines_no_delete; DELETE FROM invoices_lines WHERE invoice_id = 2")]
    [InlineData("I17", "UPDATE invoices_series SET last_sequence = 7")]
    [InlineData("I17", "DROP TRIGGER invoices_lines_no_delete; DROP TRIGGER invoices_invoices_no_delete; DELETE FROM invoices_lines WHERE invoice_id = 2; DELETE FROM invoices_invoices WHERE id = 2")]
    [InlineData("I17", "DELETE FROM invoices_series")]
    public async Task What_is_broken_is_found(string invariant, string forgery)
    {
        var world = await World.StartAsync();
        var reseller = await world.AddResellerAsync();
        for (var i = 0; i < 3; i++) await world.IssuePaymentAsync(reseller);

        await world.ExecuteAsync(forgery);

        Assert.StartsWith($"{invariant}: ", Assert.Single(await world.ViolationsAsync()), StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(async () => await world.DisposeAsync());
    }
}
