using System.Data.Common;
using Cln.Billing;
using Cln.Contracts;
using Cln.Data;
using Cln.Host.Data;
using Cln.Tests.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Tests.Billing;

/// <summary>A payment becomes what it is with its gateway, whatever was lost on the way.</summary>
public sealed class ConvergenceTests
{
    private readonly TestGateway gateway = new();

    [Fact]
    public async Task With_every_webhook_lost_all_that_was_taken_is_on_the_balance_within_15_minutes()
    {
        await using var world = await TestGateway.WorldAsync(gateway);
        var api = await world.ResellerAsync();
        gateway.After = call => call == "confirm" ? throw new TimeoutException() : Task.CompletedTask;
        await world.ConvergeAsync(await world.StagedAsync(api, cents: 50_00));
        gateway.After = _ => Task.CompletedTask;
        gateway.Confirmed = now => now with { Status = GatewayStatus.Processing };
        var processing = await world.StagedAsync(api, cents: 60_00);
        await world.ConvergeAsync(processing);
        gateway.Created = GatewayStatus.AwaitsPayer;
        var waiting = await world.StagedCheckoutAsync(api);
        await world.ConvergeAsync(waiting);

        // Long enough that the pauses have grown to their longest; then the gateway has the money, and nobody tells us.
        await world.PassAsync(TimeSpan.FromHours(2));
        Assert.Equal((PaymentState.Processing, PaymentState.RequiresAction), ((await world.PaymentAsync(processing)).State, (await world.PaymentAsync(waiting)).State));
        foreach (var payment in gateway.Payments.Where(payment => payment.Status is GatewayStatus.Processing or GatewayStatus.AwaitsPayer))
            gateway.Change(payment.Id, now => now with { Status = GatewayStatus.Succeeded, ChargeId = $"ch_{now.Id}" });
        await world.PassAsync(TimeSpan.FromMinutes(15));

        Assert.Equal("1160.00", await api.BalanceAsync());
        Assert.Equal(3, gateway.Payments.Count(payment => payment.Status == GatewayStatus.Succeeded));
    }

    [Theory]
    [InlineData(40_00, "USD", true)]
    [InlineData(50_00, "EUR", true)]
    [InlineData(50_00, "USD", false)]
    public async Task Money_that_is_not_what_was_asked_for_goes_to_suspense_and_never_to_the_reseller(long cents, string currency, bool ours)
    {
        await using var world = await TestGateway.WorldAsync(gateway);
        world.ExpectsErrors = true;
        var api = await world.ResellerAsync();
        var reseller = await api.NumberAsync();
        gateway.Confirmed = now => now with { Status = GatewayStatus.Succeeded, ChargeId = "ch_1", Amount = new(cents), Currency = currency, Key = ours ? now.Key : "another's" };
        var payment = await world.StagedAsync(api);

        await world.ConvergeAsync(payment);
        await world.PassAsync(TimeSpan.FromMinutes(5));

        var after = await world.PaymentAsync(payment);
        Assert.Equal((PaymentState.Unknown, true), (after.State, after.NeedsReview));
        Assert.Equal("1000.00", await api.BalanceAsync());
        Assert.Equal((-cents, 1), (await world.AccountAsync(reseller, Chart.Suspense), await world.PostedAsync(reseller, Posting.SuspenseSource)));
    }

    [Fact]
    public async Task A_payment_that_the_gateway_made_with_another_amount_is_not_confirmed()
    {
        await using var world = await TestGateway.WorldAsync(gateway);
        world.ExpectsErrors = true;
        var payment = await world.StagedAsync(await world.ResellerAsync());
        gateway.After = call =>
        {
            if (call == "create") gateway.Change(gateway.Only.Id, now => now with { Amount = new(5_000_00) });
            return call == "create" ? throw new TimeoutException() : Task.CompletedTask;
        };

        await world.ConvergeAsync(payment);
        await world.PassAsync(TimeSpan.FromMinutes(5));

        Assert.Equal(0, gateway.Count("confirm"));
        Assert.True((await world.PaymentAsync(payment)).NeedsReview);
    }

    [Fact]
    public async Task A_charge_that_another_payment_was_posted_for_is_not_posted_again()
    {
        await using var world = await TestGateway.WorldAsync(gateway);
        world.ExpectsErrors = true;
        var api = await world.ResellerAsync();
        gateway.Confirmed = now => now with { Status = GatewayStatus.Succeeded, ChargeId = "ch_1" };
        var (first, second) = (await world.StagedAsync(api), await world.StagedAsync(api));

        await world.ConvergeAsync(first);
        await world.ConvergeAsync(second);

        Assert.Equal(["DEPOSIT POSTED 1000.00", "TOP_UP POSTED 50.00", "TOP_UP UNKNOWN 50.00"], await api.PaymentsAsync());
        Assert.True((await world.PaymentAsync(second)).NeedsReview);
    }

    [Fact]
    public async Task A_payer_who_has_not_come_in_a_day_is_waited_for_no_longer_and_the_gateway_is_told()
    {
        await using var world = await TestGateway.WorldAsync(gateway);
        gateway.Created = GatewayStatus.AwaitsPayer;
        var api = await world.ResellerAsync();
        var payment = await world.StagedCheckoutAsync(api);
        await world.ConvergeAsync(payment);

        await world.PassAsync(TimeSpan.FromHours(23));
        Assert.Equal((PaymentState.RequiresAction, 0), ((await world.PaymentAsync(payment)).State, gateway.Count("cancel")));
        await world.PassAsync(TimeSpan.FromMinutes(70));

        Assert.Equal((PaymentState.Expired, 1), ((await world.PaymentAsync(payment)).State, gateway.Count("cancel")));
        Assert.Equal(GatewayStatus.Canceled, gateway.Only.Status);
    }

    [Fact]
    public async Task A_payer_who_has_to_confirm_is_given_what_the_gateways_form_needs_and_nobody_else_is()
    {
        await using var world = await TestGateway.WorldAsync(gateway);
        var api = await world.ResellerAsync();
        gateway.Confirmed = now => now with { Status = GatewayStatus.AwaitsPayer, ApprovalUrl = null, ClientSecret = "secret_1" };
        var payment = await world.StagedAsync(api);
        await world.ConvergeAsync(payment);

        var waiting = (await ResumeAsync(api, payment)).Worked("resumePayment");
        Assert.Equal(("REQUIRES_ACTION", "secret_1"), (waiting.Text("resumePayment.payment.state"), waiting.Text("resumePayment.clientSecret")));
        Assert.Equal("NOT_FOUND", (await ResumeAsync(await world.ResellerAsync(), payment)).Code("resumePayment"));
        gateway.Change(gateway.Only.Id, now => now with { Status = GatewayStatus.Succeeded, ChargeId = "ch_1" });

        var paid = (await ResumeAsync(api, payment)).Worked("resumePayment");
        Assert.Equal("POSTED", paid.Text("resumePayment.payment.state"));
        Assert.True(paid.IsNull("resumePayment.clientSecret"));
        Assert.Equal("1050.00", await api.BalanceAsync());
    }

    [Theory]
    [InlineData(GatewayStatus.Expired)]
    [InlineData(GatewayStatus.Canceled)]
    [InlineData(GatewayStatus.Declined)]
    public async Task Money_that_comes_after_the_end_is_posted_when_it_is_the_payments_own(GatewayStatus end)
    {
        await using var world = await TestGateway.WorldAsync(gateway);
        world.ExpectsErrors = true;
        var api = await world.ResellerAsync();
        gateway.Created = end;
        var payment = await world.StagedAsync(api);
        await world.ConvergeAsync(payment);
        Assert.False((await world.PaymentAsync(payment)).State.IsOpen());

        gateway.Change(gateway.Only.Id, now => now with { Status = GatewayStatus.Succeeded, ChargeId = "ch_late" });
        await world.ConvergeAsync(payment);

        Assert.Equal(PaymentState.Posted, (await world.PaymentAsync(payment)).State);
        Assert.Equal("1050.00", await api.BalanceAsync());
    }

    [EveryDatabase]
    public async Task A_commit_whose_word_is_lost_is_found_by_the_name_of_what_was_posted(DatabaseKind kind)
    {
        var lost = new LostWord();
        await using var world = await TestGateway.WorldAsync(gateway, kind, services => services.ConfigureDbContext<ClnDbContext>(options => options.AddInterceptors(lost)));
        world.ExpectsErrors = true;
        var api = await world.ResellerAsync();
        var payment = await world.StagedAsync(api);
        gateway.After = call =>
        {
            lost.Next = call == "confirm";
            return Task.CompletedTask;
        };

        await world.ConvergeAsync(payment);

        Assert.False(lost.Next);
        Assert.Equal(["DEPOSIT POSTED 1000.00", "TOP_UP POSTED 50.00"], await api.PaymentsAsync());
        Assert.Equal(["PAYMENT_RECEIVED 50.00", "PAYMENT_RECEIVED 1000.00"], await api.DocumentsAsync());
    }

    [EveryDatabase]
    public async Task A_posting_that_is_not_committed_is_made_again_by_the_next_look(DatabaseKind kind)
    {
        var lost = new LostWord { Rolls = true };
        await using var world = await TestGateway.WorldAsync(gateway, kind, services => services.ConfigureDbContext<ClnDbContext>(options => options.AddInterceptors(lost)));
        world.ExpectsErrors = true;
        var api = await world.ResellerAsync();
        var payment = await world.StagedAsync(api);
        gateway.After = call =>
        {
            lost.Next = call == "confirm";
            return Task.CompletedTask;
        };

        await Assert.ThrowsAsync<InvalidOperationException>(() => world.ConvergeAsync(payment));
        Assert.Equal("1000.00", await api.BalanceAsync());
        gateway.After = _ => Task.CompletedTask;
        await world.PassAsync(TimeSpan.FromMinutes(2));

        Assert.Equal("1050.00", await api.BalanceAsync());
        Assert.Equal(1, gateway.Count("confirm"));
    }

    private static Task<Answer> ResumeAsync(Api api, long payment) => api.SendAsync(
        "mutation($id: ID!) { resumePayment(input: { id: $id }) { payment { state } approvalUrl clientSecret errors { ... on Error { code } } } }", new { id = PaymentWorld.Id<Payment>(payment) });

    /// <summary>Lets one commit succeed, or be rolled back, and throws in both cases.</summary>
    private sealed class LostWord : DbTransactionInterceptor
    {
        private int next;

        /// <summary>Rolls the transaction back instead of committing it.</summary>
        public bool Rolls { get; init; }

        public bool Next
        {
            get => next == 1;
            set => next = value ? 1 : 0;
        }

        public override async ValueTask<InterceptionResult> TransactionCommittingAsync(
            DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
        {
            if (!IsOurs(eventData) || Interlocked.Exchange(ref next, 0) == 0) return result;
            if (Rolls) await transaction.RollbackAsync(cancellationToken);
            else await transaction.CommitAsync(cancellationToken);
            throw new InvalidOperationException("The database has said nothing.");
        }

        /// <summary>The one that settles a payment: the host's own work goes on beside it.</summary>
        private static bool IsOurs(TransactionEventData data) => data.Context!.ChangeTracker.Entries<Payment>().Any();
    }
}
