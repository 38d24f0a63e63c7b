using System.Runtime.CompilerServices;
using Cln.Contracts;
using Stripe;

namespace Cln.Billing;

/// <summary>The movements of our balance at Stripe.</summary>
internal sealed class StripeStatement(StripeCalls calls) : IGatewayStatement
{
    public string Code => StripeGateway.Name;

    public async IAsyncEnumerable<GatewayMovement> MovementsAsync(DateTimeOffset from, DateTimeOffset until, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var options = new BalanceTransactionListOptions
        {
            Created = new DateRangeOptions { GreaterThanOrEqual = from.UtcDateTime, LessThan = until.UtcDateTime },
            Limit = 100,
            Expand = ["data.source"],
        };
        for (var more = true; more;)
        {
            var page = await calls.AskAsync(api => api.BalanceTransactions.ListAsync(options, cancellationToken: cancellation));
            foreach (var line in page.Data) yield return Movement(line);
            options.StartingAfter = page.Data.LastOrDefault()?.Id;
            more = page.HasMore && options.StartingAfter is not null;
        }
    }

    private static GatewayMovement Movement(BalanceTransaction line) => new(
        line.Id, KindOf(line), ChargeOf(line), new(line.Amount), new(line.Fee), StripeMoney.Currency(line.Currency), new(DateTime.SpecifyKind(line.Created, DateTimeKind.Utc)));

    private static GatewayMovementKind KindOf(BalanceTransaction line) => line.Type switch
    {
        "charge" or "payment" => GatewayMovementKind.Charge,
        "refund" or "payment_refund" or "refund_failure" or "payment_failure_refund" => GatewayMovementKind.Refund,
        "adjustment" when line.ReportingCategory == "dispute" => GatewayMovementKind.Dispute,
        "adjustment" when line.ReportingCategory == "dispute_reversal" => GatewayMovementKind.DisputeReversal,
        _ => GatewayMovementKind.Other,
    };

    private static string ChargeOf(BalanceTransaction line) => line.Source switch
    {
        Stripe.Charge charge => charge.Id,
        Refund refund => refund.ChargeId,
        Dispute dispute => dispute.ChargeId,
        _ => line.SourceId ?? line.Id,
    };
}
