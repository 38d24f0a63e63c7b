using Microsoft.Extensions.Logging;

namespace Cln.Billing;

/// <summary>
/// The second pair of eyes: reads the gateways' statements, holds them against the books, keeps the differences, and asks the gateway once
/// more about the payments in question. It changes nothing about a payment itself.
/// </summary>
internal sealed class Reconcile(ReadStatements statements, Apart apart, Convergence convergence, Pieces pieces, TimeProvider clock, ILogger<Reconcile> logger) : IJob
{
    /// <summary>A difference that is older than this was asked about often enough.</summary>
    private static readonly TimeSpan hope = TimeSpan.FromDays(7);

    public static string Schedule => "0 40 * * * ?";

    public async Task RunAsync(CancellationToken cancellation)
    {
        await statements.ReadAsync(cancellation);
        var open = await apart.CommitAsync((BreakBook book) => book.SyncAsync(BreakEnding.Arrived, cancellation), cancellation);
        if (await RepairAsync(open, cancellation)) await apart.CommitAsync((BreakBook book) => book.SyncAsync(BreakEnding.Repaired, cancellation), cancellation);
        await PostFeesAsync(cancellation);
        await apart.CommitAsync((Alarm alarm) => alarm.RaiseAsync(cancellation), cancellation);
    }

    /// <returns>True when anything was tried.</returns>
    private async Task<bool> RepairAsync(IReadOnlyList<Break> open, CancellationToken cancellation)
    {
        var asked = new HashSet<long>();
        foreach (var difference in open.Where(difference => clock.GetUtcNow() - difference.OpenedAt < hope))
        {
            foreach (var payment in await apart.CommitAsync((BreakBook book) => book.SuspectsAsync(difference, cancellation), cancellation))
            {
                if (asked.Add(payment)) await AskAsync(payment, cancellation);
            }
        }

        return asked.Count > 0;
    }

    private Task AskAsync(long paymentId, CancellationToken cancellation) => pieces.TryAsync(
        () => convergence.ConvergeAsync(paymentId, cancellation),
        failure => logger.LogWarning(failure, "Payment {Payment}, about which a statement and the books differ, could not be looked at; it is tried again", paymentId),
        cancellation);

    private async Task PostFeesAsync(CancellationToken cancellation)
    {
        long last = 0;
        for (var due = await DueAsync(); due.Count > 0; due = await DueAsync())
        {
            foreach (var movement in due) await apart.CommitAsync((Fees fees) => fees.PostAsync(movement, cancellation), cancellation);
            last = due[^1];
        }

        Task<List<long>> DueAsync() => apart.CommitAsync((Fees fees) => fees.DueAsync(last, cancellation), cancellation);
    }
}
