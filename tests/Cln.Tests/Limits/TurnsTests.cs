using Cln.Host.Graph.Limits;

namespace Cln.Tests.Limits;

/// <summary>So many requests run at once; a few wait, and the rest are refused.</summary>
public sealed class TurnsTests
{
    [Fact]
    public async Task A_caller_with_too_many_requests_under_way_waits_and_then_is_refused_and_others_are_not()
    {
        await using var turns = new Turns(new() { AtOnce = 1, Queue = 1 });
        var first = await turns.EnterAsync(Token(1), CancellationToken.None);
        var second = turns.EnterAsync(Token(1), CancellationToken.None);
        var refused = await Assert.ThrowsAsync<Refusal>(() => turns.EnterAsync(Token(1), CancellationToken.None));
        using var neighbour = await turns.EnterAsync(Token(2), CancellationToken.None);

        Assert.False(second.IsCompleted);
        Assert.Equal(("TOO_MANY_AT_ONCE", 429, 1), (refused.Code, refused.Status, refused.RetryAfter));
        first.Dispose();
        (await second).Dispose();
        (await turns.EnterAsync(Token(1), CancellationToken.None)).Dispose();
    }

    [Fact]
    public async Task A_host_with_too_many_requests_under_way_lets_them_wait_and_then_refuses_them()
    {
        await using var turns = new Turns(new() { AtOnceOnHost = 1, Queue = 1 });
        var first = await turns.EnterAsync(Token(1), CancellationToken.None);
        var second = turns.EnterAsync(Token(2), CancellationToken.None);
        var refused = await Assert.ThrowsAsync<Refusal>(() => turns.EnterAsync(Token(3), CancellationToken.None));

        Assert.Equal(("HOST_BUSY", 503, 1), (refused.Code, refused.Status, refused.RetryAfter));
        first.Dispose();
        (await second).Dispose();
        (await turns.EnterAsync(Token(3), CancellationToken.None)).Dispose();
    }

    [Fact]
    public async Task Who_gives_up_waiting_leaves_the_queue()
    {
        await using var turns = new Turns(new() { AtOnce = 1, Queue = 1 });
        using var patience = new CancellationTokenSource();
        var first = await turns.EnterAsync(Token(1), CancellationToken.None);
        var second = turns.EnterAsync(Token(1), patience.Token);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);

        var third = turns.EnterAsync(Token(1), CancellationToken.None);
        first.Dispose();
        (await third).Dispose();
    }

    private static Caller Token(long id)
    {
        var caller = new Caller();
        caller.SignIn($"token:{id}", userId: 1, resellerId: 1, []);
        return caller;
    }
}
