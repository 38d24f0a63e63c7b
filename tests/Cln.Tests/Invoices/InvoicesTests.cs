using System.Text.Json;
using Cln.Host.Data;
using Cln.Tests.Data;

namespace Cln.Tests.Invoices;

public sealed class InvoicesTests
{
    private const string TopUp = "mutation($key: IdempotencyKey!) { topUp(input: { amount: \"25.00\", idempotencyKey: $key }) { payment { state } errors { ... on Error { code message } } } }";

    [EveryDatabase]
    public async Task A_reseller_lists_its_documents_newest_first_and_by_any_column(DatabaseKind database)
    {
        await using var world = await World.StartAsync(database);
        var reseller = await world.ResellerAsync();
        for (var i = 0; i < 10; i++)
        {
            world.Clock.Advance(TimeSpan.FromMinutes(1));
            (await reseller.SendAsync(TopUp, new { key = World.Key() })).Worked("topUp");
        }

        var newest = (await reseller.SendAsync("{ invoices(first: 2) { totalCount nodes { number type createdAt payPeriod total balance currency pdfUrl lines { title quantity subTotal } } } }")).Worked();
        Assert.Equal(11, newest.Number("invoices.totalCount"));
        var number = newest.Text("invoices.nodes.0.number");
        Assert.EndsWith("-11", number, StringComparison.Ordinal);
        Assert.Equal(
            ("PAYMENT_RECEIVED", "2026-11-10T12:10:00.000Z", "2026-11-01", "25.00", "1250.00", "USD", $"/invoices/{number}.pdf"),
            (newest.Text("invoices.nodes.0.type"), newest.Text("invoices.nodes.0.createdAt"), newest.Text("invoices.nodes.0.payPeriod"), newest.Text("invoices.nodes.0.total"), newest.Text("invoices.nodes.0.balance"),
                newest.Text("invoices.nodes.0.currency"), newest.Text("invoices.nodes.0.pdfUrl")));
        Assert.Equal((1, "25.00"), (newest.Number("invoices.nodes.0.lines.0.quantity"), newest.Text("invoices.nodes.0.lines.0.subTotal")));

        // Number 10 comes after number 9, which it wouldn't as text.
        Assert.Equal(Enumerable.Range(1, 11), await SequencesAsync(reseller, "order: [{ number: ASC }]"));
        Assert.Equal([1], await SequencesAsync(reseller, "where: { total: { gt: \"25.00\" } }"));
        Assert.Equal([11, 10], (await SequencesAsync(reseller, "where: { type: { eq: PAYMENT_RECEIVED } }, order: [{ balance: DESC }]")).Take(2));
        Assert.Empty(await SequencesAsync(reseller, "where: { type: { in: [REFUND, INVOICE] } }"));
        Assert.Empty(await SequencesAsync(reseller, "where: { payPeriod: { gt: \"2026-11-01\" } }"));
        Assert.Equal(11, (await reseller.SendAsync("{ reseller { invoices(first: 1) { totalCount } } }")).Worked().Number("reseller.invoices.totalCount"));
    }

    [Fact]
    public async Task A_document_is_found_by_its_number_and_its_id_by_its_reseller_alone()
    {
        await using var world = await World.StartAsync();
        var reseller = await world.ResellerAsync();
        var other = await world.ResellerAsync();
        var number = (await reseller.SendAsync("{ invoices(first: 1) { nodes { number } } }")).Worked().Text("invoices.nodes.0.number");
        const string byNumber = "query($number: String!) { invoice(number: $number) { id number } }";
        const string byId = "query($id: ID!) { node(id: $id) { id ... on Invoice { number } } }";

        var id = (await reseller.SendAsync(byNumber, new { number })).Worked().Text("invoice.id");

        Assert.Equal(number, (await reseller.SendAsync(byId, new { id })).Worked().Text("node.number"));
        Assert.True((await other.SendAsync(byNumber, new { number })).Worked().IsNull("invoice"));
        Assert.True((await other.SendAsync(byId, new { id })).Worked().IsNull("node"));
        Assert.True((await reseller.SendAsync(byNumber, new { number = "0-0" })).Worked().IsNull("invoice"));
        Assert.Equal(number, (await (await world.OperatorAsync()).SendAsync(byNumber, new { number })).Worked().Text("invoice.number"));
        Assert.Contains("UNAUTHENTICATED", (await world.Anonymous().SendAsync(byNumber, new { number })).Codes);
    }

    [Fact]
    public async Task The_lines_of_a_whole_page_are_one_query()
    {
        await using var world = await World.StartAsync();
        var reseller = await world.ResellerAsync();
        var number = (await reseller.SendAsync("{ reseller { number } }")).Worked().Number("reseller.number");
        for (var i = 0; i < 20; i++) await world.IssuePaymentAsync(number);
        using var commands = SentCommands.Of(world);

        var answer = (await reseller.SendAsync("{ invoices(first: 100) { nodes { lines { title quantity } } } }")).Worked();

        Assert.Equal(21, answer.List("invoices.nodes").Count);
        Assert.All(answer.List("invoices.nodes"), node => Assert.Equal(1, node.GetProperty("lines").GetArrayLength()));
        Assert.Single(commands.That(sql => sql.Contains("invoices_lines", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_subscriber_hears_of_each_of_its_documents_once_in_order()
    {
        await using var world = await World.StartAsync();
        var reseller = await world.ResellerAsync();
        var other = await world.ResellerAsync();
        await using var issued = await reseller.SubscribeAsync("subscription { invoiceIssued { number type total lines { title } } }");
        await Task.Delay(300);

        foreach (var caller in new[] { other, reseller, reseller }) (await caller.SendAsync(TopUp, new { key = World.Key() })).Worked("topUp");

        var heard = await issued.AtLeastAsync(2);
        Assert.Equal([2, 3], heard.Select(data => Sequence(data.GetProperty("invoiceIssued"))));
        Assert.All(heard, data => Assert.Equal("25.00", data.GetProperty("invoiceIssued").GetProperty("total").GetString()));
        Assert.All(heard, data => Assert.Equal(1, data.GetProperty("invoiceIssued").GetProperty("lines").GetArrayLength()));
    }

    private static async Task<IEnumerable<int>> SequencesAsync(Api reseller, string arguments) =>
        (await reseller.SendAsync($"{{ invoices(first: 100, {arguments}) {{ nodes {{ number }} }} }}")).Worked().List("invoices.nodes").Select(Sequence);

    private static int Sequence(JsonElement invoice) => int.Parse(invoice.GetProperty("number").GetString()!.Split('-')[1]);
}
