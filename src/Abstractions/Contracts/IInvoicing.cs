namespace Cln.Contracts;

/// <summary>Writes the documents that money movements need. Fulfilled by Invoices; without it there are none.</summary>
/// <remarks>Called in the transaction that moves the money: a number is taken when that commits and not otherwise. It stages and never saves.</remarks>
public interface IInvoicing
{
    /// <summary>Money came in: a "Payment received".</summary>
    Task PaymentReceivedAsync(MoneyMoved moved, CancellationToken cancellation);

    /// <summary>Money went back: a "Refund", with a negative total.</summary>
    Task RefundedAsync(MoneyMoved moved, CancellationToken cancellation);

    /// <summary>A month has begun: an "Invoice" over its licences and over what was added and removed since the last one.</summary>
    Task MonthBegunAsync(MonthCharged charged, CancellationToken cancellation);
}

/// <summary>A payment or a refund, as its document needs it.</summary>
/// <param name="ResellerId">Whose balance.</param>
/// <param name="Title">The line of the document, such as "Top up by card •••• 4242".</param>
/// <param name="Amount">How much, positive.</param>
/// <param name="Balance">The balance after it.</param>
/// <param name="At">When it was posted.</param>
public sealed record MoneyMoved(long ResellerId, string Title, Money Amount, Money Balance, DateTimeOffset At);

/// <summary>A month's charges, as their invoice needs them.</summary>
/// <param name="ResellerId">Who was charged.</param>
/// <param name="Month">The first day of the month that has begun.</param>
/// <param name="Lines">Every charge and credit that no earlier invoice holds; at least one.</param>
/// <param name="Balance">The balance after the charges.</param>
/// <param name="At">When they were posted.</param>
public sealed record MonthCharged(long ResellerId, DateOnly Month, IReadOnlyList<ChargedLine> Lines, Money Balance, DateTimeOffset At);

/// <summary>A line of an invoice.</summary>
/// <param name="Title">What was charged or credited.</param>
/// <param name="Quantity">How many units.</param>
/// <param name="SubTotal">The sum; negative for a credit.</param>
public sealed record ChargedLine(string Title, int Quantity, Money SubTotal);
