using System.Globalization;
using Cln.Contracts;
using Cln.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Cln.Billing;

/// <summary>Whom operators' alarms are mailed to.</summary>
/// <param name="Address"><c>Billing:OperatorsMail</c>; null when they are only logged.</param>
internal sealed record OperatorsMail(string? Address)
{
    /// <exception cref="InvalidOperationException">It is no address.</exception>
    public static OperatorsMail Read(IConfiguration configuration)
    {
        var text = configuration["Billing:OperatorsMail"];
        if (string.IsNullOrWhiteSpace(text)) return new((string?)null);
        return EmailAddress.IsWellFormed(text) ? new(text) : throw new InvalidOperationException($"The setting Billing:OperatorsMail is \"{text}\". It takes an email address.");
    }
}

/// <summary>Wakes somebody because of money that only one side knows of, once for each difference, in the caller's transaction.</summary>
internal sealed class Alarm(ClnDbContext db, IMail mail, OperatorsMail operators, TimeProvider clock, ILogger<Alarm> logger)
{
    private const int MostNamed = 50;

    public async Task<int> RaiseAsync(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var open = await db.Breaks.Where(b => b.ClosedAt == null && b.AlertedAt == null && (b.Kind == BreakKind.TheirsNotOurs || b.Kind == BreakKind.OursNotTheirs))
            .OrderBy(b => b.Id).ToListAsync(cancellation);
        if (open.Count == 0) return 0;

        foreach (var difference in open) difference.AlertedAt = now;
        var lines = open.Take(MostNamed).Select(Line).Append(open.Count > MostNamed ? string.Create(CultureInfo.InvariantCulture, $"and {open.Count - MostNamed} more") : "").Where(line => line.Length > 0).ToList();
        logger.LogCritical("{Count} movements of money are known to one side only: {Differences}", open.Count, string.Join("; ", lines));
        if (operators.Address is { } address) mail.Stage(new(address, "Money that only one side knows of", Text(lines)));
        return open.Count;
    }

    private static string Line(Break difference) => difference.Kind == BreakKind.TheirsNotOurs
        ? $"{difference.Gateway} has taken {difference.Theirs} {difference.Currency} as {difference.ChargeId}, and it is on nobody's balance"
        : $"{difference.Ours} {difference.Currency} are on a balance as {difference.Gateway}'s {difference.ChargeId}, of which its statement has nothing";

    private static string Text(IReadOnlyList<string> lines) =>
        $"""
        The gateways' statements and the books differ:

        {string.Join("\n\n", lines)}

        The gateway was asked once more about every payment that it could be, and that didn't settle it. The query "reconciliation" shows what is open.
        """;
}
