using Cln.Contracts;
using Microsoft.Extensions.Logging;

namespace Cln.Billing;

/// <summary>How long gateways are waited for.</summary>
/// <param name="Answer">For everything that is asked about one payment at a time. Leases are longer.</param>
/// <param name="Unreached">Between the tries to reach one that can't be reached.</param>
internal sealed record GatewayPatience(TimeSpan Answer, IReadOnlyList<TimeSpan> Unreached)
{
    public static readonly GatewayPatience Usual = new(TimeSpan.FromSeconds(20), [TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5)]);
}

/// <summary>What asking a gateway has brought.</summary>
/// <param name="Kind">How usable it is.</param>
/// <param name="Answer">What the gateway says, where it says something.</param>
internal sealed record Reply<T>(ReplyKind Kind, T? Answer = null)
    where T : class
{
    /// <summary>How long the gateway wants to be left alone.</summary>
    public TimeSpan? Pause { get; init; }
}

/// <summary>How usable a reply is.</summary>
internal enum ReplyKind
{
    /// <summary>The gateway has spoken.</summary>
    Answer,

    /// <summary>Nothing that can be understood: whatever was asked for may have happened.</summary>
    Silence,

    /// <summary>The gateway doesn't let us in: nothing has happened.</summary>
    Refusal,

    /// <summary>The gateway is busy: nothing has happened, and the same call may be sent again.</summary>
    Busy,

    /// <summary>The gateway knows nothing of it, and its key is too old to be sent again: nothing has happened, and a person has to look.</summary>
    Missing,
}

/// <summary>Talks to gateways, and sorts what comes back by whether money may have moved.</summary>
internal sealed class GatewayCalls(Gateways gateways, GatewayBreaker breaker, GatewayPatience patience, Waiting waiting, ILogger<GatewayCalls> logger)
{
    /// <summary>Has a talk with a gateway. Nobody's hanging up ends it: money may be about to move.</summary>
    /// <param name="code">The gateway's.</param>
    /// <param name="about">What it is about, for the log: "payment 7".</param>
    /// <param name="talk">Answers null when the gateway surely knows nothing of it and isn't to be told.</param>
    public async Task<Reply<T>> AskAsync<T>(string code, string about, Func<IGateway, CancellationToken, Task<T?>> talk)
        where T : class
    {
        if (breaker.IsOpen(code)) return new(ReplyKind.Refusal);
        using var enough = new CancellationTokenSource(patience.Answer, TimeProvider.System);
        try
        {
            var answer = await talk(gateways.Find(code), enough.Token);
            breaker.Close(code);
            return new(answer is null ? ReplyKind.Missing : ReplyKind.Answer, answer);
        }
        catch (Exception failure) when (failure is GatewayRejectsUs or GatewayNotConfigured)
        {
            breaker.Open(code);
            logger.LogCritical(failure, "The gateway {Gateway} doesn't let us in; nothing is sent to it for now. It was about {About}", code, about);
            return new(ReplyKind.Refusal);
        }
        catch (GatewayBusy busy)
        {
            logger.LogWarning(busy, "The gateway {Gateway} asks for a pause, about {About}", code, about);
            return new(ReplyKind.Busy) { Pause = Pauses.Asked(busy.Pause) };
        }
        catch (Exception failure)
        {
            logger.LogWarning(failure, "The gateway {Gateway} gave no usable answer about {About}; it is asked again", code, about);
            return new(ReplyKind.Silence);
        }
    }

    /// <summary>Sends one call, and once more after each pause while nothing of it leaves us.</summary>
    public async Task<T> SendAsync<T>(Func<Task<T>> call, CancellationToken enough)
    {
        for (var missed = 0; ; missed++)
        {
            try
            {
                return await call();
            }
            catch (GatewayNotReached failure) when (missed < patience.Unreached.Count)
            {
                logger.LogInformation(failure, "A gateway wasn't reached (try {Try})", missed + 1);
                await waiting.ForAsync(patience.Unreached[missed], enough);
            }
        }
    }
}
