using System.Globalization;
using System.Runtime.CompilerServices;
using Cln.Contracts;

namespace Cln.Billing;

/// <summary>What PayPal says by itself has moved on our account: up to three hours late, and at most 31 days at once.</summary>
internal sealed class PayPalReport(PayPalHttp http, TimeProvider clock)
{
    private static readonly TimeSpan window = TimeSpan.FromDays(31);

    private const int PageSize = 500;

    /// <summary>No span of time has more pages than that: PayPal refuses more than ten thousand lines.</summary>
    private const int MostPages = 20;

    public async IAsyncEnumerable<WireMovementFacts> LinesAsync(DateTimeOffset from, DateTimeOffset until, [EnumeratorCancellation] CancellationToken cancellation)
    {
        Stack<(DateTimeOffset From, DateTimeOffset Until)> spans = new();
        for (var begins = from; begins < until; begins += window) spans.Push((begins, begins + window < until ? begins + window : until));
        while (spans.TryPop(out var span))
        {
            if (await PageAsync(span, 1, cancellation) is not { } first)
            {
                var middle = span.From + ((span.Until - span.From) / 2);
                spans.Push((span.From, middle));
                spans.Push((middle, span.Until));
                continue;
            }

            foreach (var line in Facts(first)) yield return line;
            for (var page = 2; page <= Math.Min(first.TotalPages, MostPages); page++)
            {
                foreach (var line in Facts(await PageAsync(span, page, cancellation) ?? throw new PayPalUnclear("PayPal's statement grew too long while it was read.")))
                    yield return line;
            }
        }
    }

    /// <summary>The money that moved for an order of ours, by the order's key.</summary>
    public async Task<string?> CaptureOfAsync(string key, DateTimeOffset since, CancellationToken cancellation)
    {
        await foreach (var line in LinesAsync(since - TimeSpan.FromMinutes(5), clock.GetUtcNow(), cancellation))
        {
            if (line.CustomField == key && line is { TransactionId.Length: > 0, TransactionStatus: "S" or "P" or "V" } && PayPalStatement.KindOf(line) == GatewayMovementKind.Charge) return line.TransactionId;
        }

        return null;
    }

    /// <returns>Null when the span has more lines than PayPal hands out at once.</returns>
    private async Task<WireReport?> PageAsync((DateTimeOffset From, DateTimeOffset Until) span, int page, CancellationToken cancellation)
    {
        try
        {
            return await http.GetAsync(
                $"v1/reporting/transactions?start_date={Text(span.From)}&end_date={Text(span.Until)}&fields=all&page_size={PageSize}&page={page}", PayPalWire.Default.WireReport, cancellation);
        }
        catch (PayPalRefusal refusal) when ((refusal.Name == "RESULTSET_TOO_LARGE" || refusal.Issue == "RESULTSET_TOO_LARGE") && span.Until - span.From > TimeSpan.FromMinutes(1))
        {
            return null;
        }
    }

    private static IEnumerable<WireMovementFacts> Facts(WireReport report) => (report.TransactionDetails ?? []).Select(line => line.TransactionInfo).OfType<WireMovementFacts>();

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
