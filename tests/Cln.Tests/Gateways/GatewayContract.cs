using Cln.Contracts;

namespace Cln.Tests.Gateways;

/// <summary>What <see cref="IGateway"/> promises about payments, of each gateway: a class that derives from this runs it.</summary>
public abstract class GatewayContract
{
    protected abstract Task<GatewayBench> StartAsync();

    [Promise]
    public async Task Creating_a_payment_moves_no_money_and_the_same_key_is_the_same_payment()
    {
        await using var bench = await StartAsync();
        var order = await bench.OrderAsync(await bench.KeepAsync(BenchMethod.Pays));

        var created = await bench.Gateway.CreateAsync(order, CancellationToken.None);
        var again = await bench.Gateway.CreateAsync(order, CancellationToken.None);

        Assert.Equal((GatewayStatus.Ready, new Money(50_00), "USD", order.Key, null), (created.Status, created.Amount, created.Currency, created.Key, created.ChargeId));
        Assert.Equal(created.Id, again.Id);
        Assert.Equal(0, await bench.EffectsAsync(order.Key));
    }

    [Promise]
    public async Task Confirming_takes_the_money_once_however_often_and_by_how_many()
    {
        await using var bench = await StartAsync();
        var order = await bench.OrderAsync(await bench.KeepAsync(BenchMethod.Pays));
        var created = await bench.Gateway.CreateAsync(order, CancellationToken.None);

        // Some may be told to come again, which they then do.
        var atOnce = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => TryAsync(() => bench.Gateway.ConfirmAsync(created.Id, order, CancellationToken.None))));
        var last = await bench.Gateway.ConfirmAsync(created.Id, order, CancellationToken.None);
        var found = await bench.Gateway.FindAsync(created.Id, CancellationToken.None);

        Assert.All([last, found], payment => Assert.Equal((created.Id, GatewayStatus.Succeeded, new Money(50_00), "USD", order.Key), (payment.Id, payment.Status, payment.Amount, payment.Currency, payment.Key)));
        Assert.All(atOnce.OfType<GatewayPayment>(), payment => Assert.Equal((GatewayStatus.Succeeded, found.ChargeId), (payment.Status, payment.ChargeId)));
        Assert.NotNull(found.ChargeId);
        Assert.Equal(1, await bench.EffectsAsync(order.Key));
    }

    [Promise]
    public async Task Creating_again_what_has_succeeded_answers_that_it_has()
    {
        await using var bench = await StartAsync();
        var (order, paid) = await bench.PaidAsync();

        var again = await bench.Gateway.CreateAsync(order, CancellationToken.None);

        Assert.Equal((paid.Id, GatewayStatus.Succeeded, paid.ChargeId), (again.Id, again.Status, again.ChargeId));
        Assert.Equal(1, await bench.EffectsAsync(order.Key));
    }

    [Promise]
    public async Task A_payment_whose_creation_was_not_answered_is_found_by_its_key_and_one_that_never_was_is_not()
    {
        await using var bench = await StartAsync();
        var since = bench.World.Clock.GetUtcNow();
        var (order, paid) = await bench.PaidAsync();
        var never = await bench.OrderAsync(order.Method);

        var found = await bench.Gateway.SearchAsync(order, since, CancellationToken.None);

        Assert.Equal((paid.Id, GatewayStatus.Succeeded, order.Key), (found?.Id, found?.Status, found?.Key));
        Assert.Null(await bench.Gateway.SearchAsync(never, since, CancellationToken.None));
    }

    [Promise]
    public async Task What_is_called_off_takes_no_money_any_more_and_what_has_succeeded_is_not_called_off()
    {
        await using var bench = await StartAsync();
        var order = await bench.OrderAsync(await bench.KeepAsync(BenchMethod.Pays));
        var created = await bench.Gateway.CreateAsync(order, CancellationToken.None);
        var (paidOrder, paid) = await bench.PaidAsync();

        var canceled = await bench.Gateway.CancelAsync(created.Id, order.Key, CancellationToken.None);
        var again = await bench.Gateway.CancelAsync(created.Id, order.Key, CancellationToken.None);
        var confirmed = await bench.Gateway.ConfirmAsync(created.Id, order, CancellationToken.None);

        Assert.All([canceled, again, confirmed], payment => Assert.Equal(GatewayStatus.Canceled, payment.Status));
        Assert.Equal(0, await bench.EffectsAsync(order.Key));
        Assert.Equal(GatewayStatus.Succeeded, (await bench.Gateway.CancelAsync(paid.Id, paidOrder.Key, CancellationToken.None)).Status);
    }

    [Promise]
    public async Task A_declined_payment_says_why_and_can_not_succeed_any_more()
    {
        await using var bench = await StartAsync();
        (BenchMethod Method, string? Code, DeclineClass Class)[] expected =
        [
            (BenchMethod.Declines, null, DeclineClass.Soft), (BenchMethod.LacksFunds, "insufficient_funds", DeclineClass.Soft), (BenchMethod.Expired, "expired_card", DeclineClass.NewCardNeeded),
            (BenchMethod.Lost, "lost_card", DeclineClass.Never), (BenchMethod.AsksForHolder, "authentication_required", DeclineClass.PayerMustAct),
        ];
        var tried = expected.Where(each => bench.Offered.Contains(each.Method)).ToList();
        Assert.NotEmpty(tried);

        foreach (var (method, code, means) in tried)
        {
            var order = await bench.OrderAsync(await bench.KeepAsync(method));
            var created = await bench.Gateway.CreateAsync(order, CancellationToken.None);
            var declined = await bench.Gateway.ConfirmAsync(created.Id, order, CancellationToken.None);
            var found = await bench.Gateway.FindAsync(created.Id, CancellationToken.None);
            var again = await bench.Gateway.ConfirmAsync(created.Id, order, CancellationToken.None);

            Assert.All([declined, found, again], payment => Assert.Equal((method, GatewayStatus.Declined, means), (method, payment.Status, payment.Decline?.Class)));
            Assert.All([declined, found, again], payment => Assert.Equal(code ?? payment.Decline!.Code, payment.Decline!.Code));
            Assert.NotEqual("", declined.Decline!.Reason);
            Assert.Equal(0, await bench.EffectsAsync(order.Key));
        }
    }

    [Promise]
    public async Task A_payment_that_its_payer_approves_waits_for_him_says_where_and_can_then_be_taken()
    {
        await using var bench = await StartAsync();
        var order = await bench.OrderAsync(method: null);

        var waiting = await bench.Gateway.CreateAsync(order, CancellationToken.None);
        var early = await bench.Gateway.ConfirmAsync(waiting.Id, order, CancellationToken.None);
        await bench.ApproveAsync(waiting);
        var now = await bench.Gateway.FindAsync(waiting.Id, CancellationToken.None);
        if (now.Status == GatewayStatus.Ready) now = await bench.Gateway.ConfirmAsync(waiting.Id, order, CancellationToken.None);

        Assert.All([waiting, early], payment => Assert.Equal(GatewayStatus.AwaitsPayer, payment.Status));
        Assert.True(waiting.ApprovalUrl is not null || waiting.ClientSecret is not null);
        Assert.Equal((GatewayStatus.Succeeded, null, null), (now.Status, now.ApprovalUrl, now.ClientSecret));
        Assert.Equal(1, await bench.EffectsAsync(order.Key));
    }

    [Promise]
    public async Task A_kept_card_that_asks_for_its_holder_waits_for_him_while_he_is_there()
    {
        await using var bench = await StartAsync();
        if (!bench.Offered.Contains(BenchMethod.AsksForHolder))
        {
            Assert.Contains(BenchMethod.Pays, bench.Offered);
            return;
        }

        var order = await bench.OrderAsync(await bench.KeepAsync(BenchMethod.AsksForHolder), offSession: false);
        var created = await bench.Gateway.CreateAsync(order, CancellationToken.None);
        var waiting = await bench.Gateway.ConfirmAsync(created.Id, order, CancellationToken.None);
        await bench.ApproveAsync(waiting);
        var paid = await bench.Gateway.FindAsync(created.Id, CancellationToken.None);

        Assert.Equal(GatewayStatus.AwaitsPayer, waiting.Status);
        Assert.Equal(GatewayStatus.Succeeded, paid.Status);
        Assert.Equal(1, await bench.EffectsAsync(order.Key));
    }

    [Promise]
    public async Task What_its_payer_has_not_approved_is_called_off()
    {
        await using var bench = await StartAsync();
        var order = await bench.OrderAsync(method: null);
        var waiting = await bench.Gateway.CreateAsync(order, CancellationToken.None);

        var canceled = await bench.Gateway.CancelAsync(waiting.Id, order.Key, CancellationToken.None);

        Assert.Contains(canceled.Status, new[] { GatewayStatus.Canceled, GatewayStatus.Expired });
        Assert.Equal(0, await bench.EffectsAsync(order.Key));
    }

    private static async Task<GatewayPayment?> TryAsync(Func<Task<GatewayPayment>> confirm)
    {
        try
        {
            return await confirm();
        }
        catch (Exception failure) when (failure is not (DomainError or GatewayRejectsUs))
        {
            return null;
        }
    }
}
