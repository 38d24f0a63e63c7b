using System.Globalization;
using System.Runtime.CompilerServices;
using Cln.Contracts;

namespace Cln.Billing;

/// <summary>PayPal's statement, in the words of the contract.</summary>
internal sealed class PayPalStatement(PayPalReport report) : IGatewayStatement
{
    public string Code => PayPal.Name;

    public async IAsyncEnumerable<GatewayMovement> MovementsAsync(DateTimeOffset from, DateTimeOffset until, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var line in report.LinesAsync(from, until, cancellation))
        {
            if (HasMoved(line)) yield return Read(line);
        }
    }

    /// <summary>By PayPal's event codes: T00 are payments, T11 and T12 what undoes them.</summary>
    public static GatewayMovementKind KindOf(WireMovementFacts line) => line.TransactionEventCode switch
    {
        ['T', '0', '0', ..] when !PayPalMoney.Read(line.TransactionAmount).IsNegative => GatewayMovementKind.Charge,
        "T1107" => GatewayMovementKind.Refund,
        "T1106" or "T1110" or "T1201" => GatewayMovementKind.Dispute,
        "T1111" or "T1202" => GatewayMovementKind.DisputeReversal,
        _ => GatewayMovementKind.Other,
    };

    /// <summary>What was denied never moved, and what is pending hasn't. A payment that was reversed did; its reversal has a line of its own.</summary>
    private static bool HasMoved(WireMovementFacts line) => line.TransactionStatus is "S" or "V";

    private static GatewayMovement Read(WireMovementFacts line)
    {
        var id = line.TransactionId is { Length: > 0 } name ? name : throw new PayPalUnclear("A line of PayPal's statement has no id.");
        var kind = KindOf(line);
        return new(
            id, kind, kind != GatewayMovementKind.Charge && line is { PaypalReferenceIdType: "TXN", PaypalReferenceId: { Length: > 0 } charge } ? charge : id,
            PayPalMoney.Read(line.TransactionAmount), line.FeeAmount is null ? Money.Zero : -PayPalMoney.Read(line.FeeAmount), line.TransactionAmount!.CurrencyCode ?? "", When(line));
    }

    private static DateTimeOffset When(WireMovementFacts line) =>
        DateTimeOffset.TryParse(line.TransactionInitiationDate, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at.ToUniversalTime()
            : throw new PayPalUnclear($"PayPal's movement {line.TransactionId} has no time.");
}
