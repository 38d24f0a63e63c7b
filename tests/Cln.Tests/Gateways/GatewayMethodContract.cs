using Cln.Contracts;

namespace Cln.Tests.Gateways;

/// <summary>What <see cref="IGateway"/> promises about kept cards, refunds and statements.</summary>
public abstract class GatewayMethodContract
{
    protected abstract Task<GatewayBench> StartAsync();

    [Promise]
    public async Task What_a_gateway_does_not_keep_it_refuses_with_a_reason()
    {
        await using var bench = await StartAsync();
        var number = await bench.NumberAsync();

        foreach (var token in new[] { bench.RefusedToken, "nothing", "", new string('x', 1000), "4242424242424242", "../v1/customers" })
        {
            var refused = await Assert.ThrowsAsync<PaymentMethodRefused>(() => bench.Gateway.KeepAsync(new(number, token), CancellationToken.None));
            Assert.NotEqual("", refused.Message);
        }
    }

    [Promise]
    public async Task A_kept_card_has_a_name_of_its_own_and_a_label_for_people()
    {
        await using var bench = await StartAsync();

        var first = await bench.KeepAsync(BenchMethod.Pays);
        var second = await bench.KeepAsync(BenchMethod.Pays);

        Assert.NotEqual(first, second);
        Assert.All([first, second], reference => Assert.InRange(reference.Length, 1, 200));
    }

    [Promise]
    public async Task Giving_up_a_card_twice_or_one_that_never_was_is_no_error_and_it_pays_no_more()
    {
        await using var bench = await StartAsync();
        var kept = await bench.KeepAsync(BenchMethod.Pays);

        await bench.Gateway.ForgetAsync(kept, CancellationToken.None);
        await bench.Gateway.ForgetAsync(kept, CancellationToken.None);
        await bench.Gateway.ForgetAsync("never_was", CancellationToken.None);

        if (bench.Gateway.Code == "sandbox") return;
        var order = await bench.OrderAsync(kept);
        Assert.Equal(DeclineClass.Never, await RefusalAsync(bench.Gateway, order));
        Assert.Equal(0, await bench.EffectsAsync(order.Key));
    }

    [Promise]
    public async Task Money_goes_back_once_for_each_key_in_parts_and_never_more_than_came()
    {
        await using var bench = await StartAsync();
        var (_, paid) = await bench.PaidAsync();
        var part = Refund(paid, 20_00);
        var rest = Refund(paid, 30_00);

        var first = await bench.Gateway.RefundAsync(part, CancellationToken.None);
        var again = await bench.Gateway.RefundAsync(part, CancellationToken.None);
        await Assert.ThrowsAsync<RefundRefused>(() => bench.Gateway.RefundAsync(Refund(paid, 30_01), CancellationToken.None));
        var second = await bench.Gateway.RefundAsync(rest, CancellationToken.None);
        await Assert.ThrowsAsync<RefundRefused>(() => bench.Gateway.RefundAsync(Refund(paid, 1), CancellationToken.None));
        var found = await bench.Gateway.FindAsync(paid.Id, CancellationToken.None);

        Assert.Equal((first.Id, part.Key, new Money(20_00), "USD"), (again.Id, again.Key, again.Amount, again.Currency));
        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal(GatewayStatus.Succeeded, found.Status);
        Assert.Equal([(first.Id, part.Key, new Money(20_00)), (second.Id, rest.Key, new Money(30_00))], found.Refunds.Select(refund => (refund.Id, refund.Key!, refund.Amount)));
        Assert.Equal(GatewayRefundStatus.Succeeded, (await bench.Gateway.FindRefundAsync(first.Id, CancellationToken.None)).Status);
    }

    [Promise]
    public async Task What_took_no_money_gives_none_back()
    {
        await using var bench = await StartAsync();
        var order = await bench.OrderAsync(await bench.KeepAsync(BenchMethod.Pays));
        var created = await bench.Gateway.CreateAsync(order, CancellationToken.None);

        await Assert.ThrowsAsync<RefundRefused>(() => bench.Gateway.RefundAsync(Refund(created, 1_00), CancellationToken.None));
    }

    [Promise]
    public async Task The_statement_tells_what_came_and_what_went()
    {
        await using var bench = await StartAsync();
        if (bench.Statement is not { } statement)
        {
            Assert.Equal("sandbox", bench.Gateway.Code);
            return;
        }

        var from = bench.World.Clock.GetUtcNow() - TimeSpan.FromMinutes(1);
        var (_, paid) = await bench.PaidAsync();
        await bench.Gateway.RefundAsync(Refund(paid, 20_00), CancellationToken.None);

        List<GatewayMovement> movements = [];
        await foreach (var movement in statement.MovementsAsync(from, bench.World.Clock.GetUtcNow() + TimeSpan.FromHours(4), CancellationToken.None)) movements.Add(movement);

        var ours = movements.Where(movement => movement.ChargeId == paid.ChargeId).ToList();
        Assert.Equal([(GatewayMovementKind.Charge, new Money(50_00), "USD"), (GatewayMovementKind.Refund, new Money(-20_00), "USD")], ours.OrderBy(movement => movement.Kind).Select(movement => (movement.Kind, movement.Amount, movement.Currency)));
        Assert.True(ours.Single(movement => movement.Kind == GatewayMovementKind.Charge).Fee > Money.Zero);
    }

    /// <summary>A gateway may find out at once, or only when it is to take the money.</summary>
    private static async Task<DeclineClass?> RefusalAsync(IGateway gateway, PaymentOrder order)
    {
        try
        {
            return (await gateway.ConfirmAsync((await gateway.CreateAsync(order, CancellationToken.None)).Id, order, CancellationToken.None)).Decline?.Class;
        }
        catch (PaymentMethodRefused)
        {
            return DeclineClass.Never;
        }
    }

    private static RefundOrder Refund(GatewayPayment payment, long cents) => new(Guid.NewGuid().ToString("N"), payment.Id, payment.ChargeId ?? payment.Id, new(cents), "USD", "asked for");
}
