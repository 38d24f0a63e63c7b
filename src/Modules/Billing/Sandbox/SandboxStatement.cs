using System.Runtime.CompilerServices;
using Cln.Contracts;
using Cln.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Billing;

/// <summary>What the sandbox says has moved: its own book, read out. Whoever changes that book makes a difference for reconciliation to find.</summary>
internal sealed class SandboxStatement(Apart apart, SandboxSettings settings) : IGatewayStatement
{
    public string Code => Sandbox.Name;

    public async IAsyncEnumerable<GatewayMovement> MovementsAsync(DateTimeOffset from, DateTimeOffset until, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var movement in await apart.CommitAsync((ClnDbContext db) => ReadAsync(db, from, until, cancellation), cancellation)) yield return movement;
    }

    private async Task<List<GatewayMovement>> ReadAsync(ClnDbContext db, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation)
    {
        var taken = await db.SandboxPayments.AsNoTracking()
            .Where(payment => payment.ChargeName != null && payment.CreatedAt >= from && payment.CreatedAt <= until).ToListAsync(cancellation);
        var given = await (from refund in db.SandboxRefunds
                           join payment in db.SandboxPayments on refund.Payment equals payment.Name
                           where refund.CreatedAt >= @from && refund.CreatedAt <= until
                           select new { refund.Name, payment.ChargeName, refund.Amount, refund.Currency, refund.CreatedAt }).ToListAsync(cancellation);
        return
        [
            .. taken.Select(payment => new GatewayMovement(
                $"movement_{payment.ChargeName}", GatewayMovementKind.Charge, payment.ChargeName!, payment.Amount, payment.Amount.Times(settings.FeePerMille, 1000), payment.Currency, payment.CreatedAt)),
            .. given.Select(refund => new GatewayMovement(
                $"movement_{refund.Name}", GatewayMovementKind.Refund, refund.ChargeName!, -refund.Amount, Money.Zero, refund.Currency, refund.CreatedAt)),
        ];
    }
}
