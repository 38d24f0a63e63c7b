using Cln.Billing;
using Cln.Contracts;
using Cln.Data;
using Cln.Host.Data;
using Cln.Tests.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Tests.Billing;

public sealed class TopUpTests
{
    [EveryDatabase]
    public async Task A_top_up_charges_the_current_card_and_is_on_the_balance_with_its_document(DatabaseKind kind)
    {
        await using var world = await World.StartAsync(kind);
        var api = await world.ResellerAsync();

        var answer = (await api.TopUpAsync("50.00")).Worked("topUp");

        Assert.Equal(("POSTED", "sandbox", "TOP_UP"), (answer.Text("topUp.payment.state"), answer.Text("topUp.payment.gateway"), answer.Text("topUp.payment.purpose")));
        var after = (await api.SendAsync("{ balance { amount version } invoices(first: 1) { nodes { type total balance lines { title } } } }")).Worked();
        Assert.Equal(("1050.00", 2), (after.Text("balance.amount"), after.Number("balance.version")));
        Assert.Equal(("PAYMENT_RECEIVED", "50.00", "1050.00"), (after.Text("invoices.nodes.0.type"), after.Text("invoices.nodes.0.total"), after.Text("invoices.nodes.0.balance")));
        Assert.Equal("Top up, Visa •••• 4242", after.Text("invoices.nodes.0.lines.0.title"));
    }

    [EveryDatabase]
    public async Task Five_at_once_with_one_key_are_one_payment(DatabaseKind kind)
    {
        await using var world = await World.StartAsync(kind);
        var api = await world.ResellerAsync();
        var key = World.Key();

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => api.TopUpAsync("50.00", key: key)));

        // A caller who found the first one still at work may have been told to wait; nobody started another.
        Assert.Single(answers.Where(answer => answer.Code("topUp") is null).Select(answer => answer.Text("topUp.payment.id")).Distinct());
        Assert.All(answers, answer => Assert.Contains(answer.Code("topUp"), new[] { null, "IDEMPOTENCY_IN_PROGRESS" }));
        Assert.Equal(["DEPOSIT POSTED 1000.00", "TOP_UP POSTED 50.00"], await api.PaymentsAsync());
        Assert.Equal("IDEMPOTENCY_KEY_REUSED", (await api.TopUpAsync("60.00", key: key)).Code("topUp"));
        Assert.Equal("1050.00", await api.BalanceAsync());
    }

    [Fact]
    public async Task A_declined_card_is_an_answer_that_says_why_and_no_money_moves()
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync();
        var card = (await api.AddCardAsync("pm_card_chargeCustomerFail")).Worked("addPaymentMethod").Text("addPaymentMethod.paymentMethod.id");

        var answer = (await api.TopUpAsync("50.00", card)).Worked("topUp");

        Assert.Equal(("DECLINED", "Your card was declined."), (answer.Text("topUp.payment.state"), answer.Text("topUp.payment.declineReason")));
        Assert.Equal("1000.00", await api.BalanceAsync());
    }

    [Theory]
    [InlineData("9.99")]
    [InlineData("50000.01")]
    [InlineData("0.00")]
    [InlineData("-50.00")]
    public async Task An_amount_out_of_the_limits_is_refused_and_says_the_limits(string amount)
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync();

        var answer = await api.TopUpAsync(amount);

        Assert.Equal("INVALID_INPUT", answer.Code("topUp"));
        Assert.Contains("between 10.00 and 50000.00", answer.Text("topUp.errors.0.message"));
        Assert.Equal(["DEPOSIT POSTED 1000.00"], await api.PaymentsAsync());
    }

    [Fact]
    public async Task A_removed_card_and_another_resellers_card_are_not_found()
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync();
        var other = await world.ResellerAsync();
        var card = (await api.SendAsync("{ paymentMethods { id } }")).Text("paymentMethods.0.id");

        Assert.Equal("NOT_FOUND", (await other.TopUpAsync("50.00", card)).Code("topUp"));
        (await api.SendAsync("mutation($id: ID!) { removePaymentMethod(input: { id: $id }) { errors { ... on Error { code } } } }", new { id = card })).Worked("removePaymentMethod");
        Assert.Equal("NOT_FOUND", (await api.TopUpAsync("50.00", card)).Code("topUp"));
        Assert.Equal("NO_PAYMENT_METHOD", (await api.TopUpAsync("50.00")).Code("topUp"));
    }

    [EveryDatabase]
    public async Task Money_that_moved_while_the_answer_was_lost_arrives_once(DatabaseKind kind)
    {
        await using var world = await World.StartAsync(kind);
        var api = await world.ResellerAsync();
        var card = (await api.AddCardAsync("pm_card_answerLost")).Worked("addPaymentMethod").Text("addPaymentMethod.paymentMethod.id");

        Assert.Equal("UNKNOWN", (await api.TopUpAsync("50.00", card)).Worked("topUp").Text("topUp.payment.state"));
        Assert.Equal("1000.00", await api.BalanceAsync());
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        await Task.WhenAll(world.RunJobAsync<Janitor>(), world.RunJobAsync<Janitor>());
        await world.RunJobAsync<Janitor>();

        Assert.Equal(["DEPOSIT POSTED 1000.00", "TOP_UP POSTED 50.00"], await api.PaymentsAsync());
        Assert.Equal("1050.00", await api.BalanceAsync());
    }

    [Fact]
    public async Task What_a_host_that_died_never_sent_is_called_off_and_what_it_had_sent_is_found_out()
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync();
        var reseller = await api.NumberAsync();
        var unsent = await StageAsync(world, reseller, new(50_00));
        var sent = await StageAsync(world, reseller, new(60_00));
        await world.InUnitAsync((Settlement settlement) => settlement.LeaseAsync(sent, held: null, CancellationToken.None));

        await world.RunJobAsync<Janitor>();
        Assert.Equal(["DEPOSIT POSTED 1000.00", "TOP_UP CREATED 50.00", "TOP_UP SUBMITTING 60.00"], await api.PaymentsAsync());
        world.Clock.Advance(TimeSpan.FromMinutes(2));
        await world.RunJobAsync<Janitor>();

        Assert.Equal(["DEPOSIT POSTED 1000.00", "TOP_UP CANCELED 50.00", "TOP_UP POSTED 60.00"], await api.PaymentsAsync());
        Assert.NotEqual(unsent, sent);
    }

    [Fact]
    public async Task Money_that_does_not_match_its_payment_is_kept_apart_and_somebody_has_to_look()
    {
        await using var world = await World.StartAsync();
        world.ExpectsErrors = true;
        var api = await world.ResellerAsync();
        var payment = await StageAsync(world, await api.NumberAsync(), new(50_00));
        var answer = new GatewayPayment("sandbox_1", GatewayStatus.Succeeded, new(40_00), "EUR") { ChargeId = "charge_1" };

        for (var twice = 0; twice < 2; twice++)
            await world.InUnitAsync((Settlement settlement) => settlement.SettleAsync(payment, new(ReplyKind.Answer, answer), Wish.Further, turn: 0, CancellationToken.None));

        Assert.Equal(["DEPOSIT POSTED 1000.00", "TOP_UP UNKNOWN 50.00"], await api.PaymentsAsync());
        Assert.Equal("1000.00", await api.BalanceAsync());
        var suspense = await world.InUnitAsync((ClnDbContext db) => db.Accounts.AsNoTracking().SingleAsync(account => account.Kind == Chart.Suspense));
        Assert.Equal((-40_00, "EUR"), (suspense.Balance, suspense.Currency));
        Assert.True((await world.InUnitAsync((ClnDbContext db) => db.Payments.AsNoTracking().SingleAsync(p => p.Id == payment))).NeedsReview);
    }

    [Fact]
    public async Task Payment_changed_tells_each_step()
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync();
        await using var changes = await api.SubscribeAsync("subscription { paymentChanged { state amount } }");

        // Nothing says when a subscription has begun: what follows a payment that was heard of is heard whole.
        while (changes.Heard.Count == 0) (await api.TopUpAsync("50.00")).Worked("topUp");
        (await api.TopUpAsync("60.00")).Worked("topUp");

        var heard = new List<string>();
        for (var count = 1; heard.Count < 2; count++)
            heard = [.. (await changes.AtLeastAsync(count)).Select(change => change.GetProperty("paymentChanged")).Where(payment => payment.GetProperty("amount").GetString() == "60.00").Select(payment => payment.GetProperty("state").GetString()!)];
        Assert.Equal("POSTED", heard[1]);
    }

    private static async Task<long> StageAsync(World world, long resellerId, Money amount) =>
        (await world.InUnitAsync(async (ClnDbContext db) =>
        {
            var reseller = await db.Resellers.SingleAsync(r => r.Id == resellerId);
            var card = await db.PaymentMethods.SingleAsync(method => method.ResellerId == resellerId);
            return db.Payments.Add(Payment.Of(reseller, PaymentPurpose.TopUp, amount, card, World.Key(), world.Clock.GetUtcNow())).Entity;
        })).Id;
}
