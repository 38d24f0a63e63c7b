using System.Text.Json;
using Cln.Tests.Durability;

namespace Cln.Tests.Faults;

/// <summary>
/// Many clients that send every operation one to three times, at once, until it is acknowledged, to hosts that are killed all the while.
/// Afterwards everything that was asked for must have happened exactly once.
/// </summary>
internal sealed class Storm(StormSize size, StormHosts hosts, IReadOnlyList<StormReseller> resellers, string operatorsToken)
{
    private readonly List<string> contradictions = [];
    private int sent;
    private int lost;

    public List<Act>[] Plans { get; } = [.. Enumerable.Range(0, size.Workers).Select(worker => StormPlan.Of(size, worker))];

    public IReadOnlyList<string> Contradictions => contradictions;

    /// <summary>How many requests were sent, and how many of them were never answered.</summary>
    public (int Sent, int Lost) Requests => (sent, lost);

    public StormReseller ResellerOf(int worker) => resellers[worker % resellers.Count];

    public async Task RageAsync()
    {
        using var over = new CancellationTokenSource();
        var killing = hosts.KillAsync(size, over.Token);
        await Task.WhenAll(Enumerable.Range(0, size.Workers).Select(WorkAsync));
        await over.CancelAsync();
        await killing;
    }

    private async Task WorkAsync(int worker)
    {
        var reseller = ResellerOf(worker);
        foreach (var act in Plans[worker])
        {
            if (act is Remove { Added.IsDone: false } or GiveBack { Of.IsDone: false }) continue;
            if (act is TopUp topUp) topUp.Card = reseller.Card;
            var token = act is GiveBack ? operatorsToken : reseller.Token;
            await Task.WhenAll(Enumerable.Range(0, act.Copies).Select(copy => SendAsync(act, token, worker + copy)));
        }
    }

    /// <summary>Sends it until somebody answers. An answer that says to come again is none.</summary>
    private async Task SendAsync(Act act, string token, int preferred)
    {
        for (var attempt = 0; ; attempt++)
        {
            if (await TryAsync(act, token, preferred + attempt) is { } answer)
            {
                if (!act.Acknowledge(answer))
                {
                    lock (contradictions) contradictions.Add($"{act.Key} was answered {act.Acknowledged} and {answer}.");
                }

                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }

    private async Task<string?> TryAsync(Act act, string token, int preferred)
    {
        if (hosts.Any(preferred) is not { } host) return null;
        Interlocked.Increment(ref sent);
        try
        {
            return Read(await host.With(token).SendAsync(act.Document, act.Variables));
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException or OperationCanceledException or JsonException or ObjectDisposedException)
        {
            Interlocked.Increment(ref lost);
            return null;
        }
    }

    /// <summary>The id, or "!" and the code of a refusal; null when the operation is to be sent again.</summary>
    private static string? Read(Answer answer)
    {
        if (answer.Status >= 500 || answer.Codes.Count > 0) return answer.Codes is ["INTERNAL_ERROR"] ? throw new InvalidOperationException(answer.Json.ToString()) : null;
        if (answer.Code("act") is { } code) return code == "IDEMPOTENCY_IN_PROGRESS" ? null : $"!{code}";
        return answer.At("act").TryGetProperty("result", out var result) ? result.GetProperty("id").GetString() : "removed";
    }
}

/// <summary>An account in the storm.</summary>
/// <param name="Token">Its program's API token.</param>
/// <param name="Card">The id of a card that pays.</param>
internal sealed record StormReseller(string Token, string Card);
