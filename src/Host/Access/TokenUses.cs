using System.Collections.Concurrent;
using System.Net;
using Cln.Data;
using Cln.Host.Audit;
using Cln.Host.Events;
using Microsoft.EntityFrameworkCore;

namespace Cln.Host.Access;

/// <summary>Writes down when sessions and API tokens were used, tokens also from where, or refused, beside the calls and at most once a minute for each.</summary>
internal sealed class TokenUses(IServiceScopeFactory scopes, TimeProvider time, ILogger<TokenUses> logger) : BackgroundService
{
    private static readonly TimeSpan pause = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<long, Use> used = new();
    private readonly ConcurrentDictionary<long, Use> refused = new();
    private readonly ConcurrentDictionary<long, DateTimeOffset> seen = new();
    private readonly ConcurrentDictionary<long, DateTimeOffset> lastRefusals = new();
    private readonly SemaphoreSlim woken = new(0);
    private readonly SemaphoreSlim writing = new(1);

    /// <summary>A token was used.</summary>
    /// <param name="token">Its id.</param>
    /// <param name="lastUsedAt">When it was used last, as far as is written down.</param>
    /// <param name="from">The caller's address.</param>
    public void Used(long token, DateTimeOffset? lastUsedAt, IPAddress? from)
    {
        var now = time.GetUtcNow();
        if (lastUsedAt > now - pause) return;
        used[token] = new(ResellerId: 0, now, Text(from));
        Wake();
    }

    /// <summary>A session was used.</summary>
    /// <param name="session">Its id.</param>
    /// <param name="lastSeenAt">When it was used last, as far as is written down.</param>
    public void Seen(long session, DateTimeOffset lastSeenAt)
    {
        var now = time.GetUtcNow();
        if (lastSeenAt > now - pause) return;
        seen[session] = now;
        Wake();
    }

    /// <summary>A token was sent from an address that it may not be used from.</summary>
    public void Refused(long token, long resellerId, IPAddress? from)
    {
        var now = time.GetUtcNow();
        if (lastRefusals.TryGetValue(token, out var last) && last > now - pause) return;
        lastRefusals[token] = now;
        refused[token] = new(resellerId, now, Text(from));
        Wake();
    }

    /// <summary>Writes what there is to write.</summary>
    public async Task WriteAsync(CancellationToken cancellation)
    {
        await writing.WaitAsync(cancellation);
        try
        {
            if (used.IsEmpty && refused.IsEmpty && seen.IsEmpty) return;
            await using var scope = scopes.CreatePlatformScope();
            await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().CommitAsync(() => WriteAsync(scope.ServiceProvider, cancellation), cancellation);
        }
        finally
        {
            writing.Release();
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        woken.Dispose();
        writing.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await woken.WaitAsync(stoppingToken);
            try
            {
                await WriteAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                logger.LogWarning(failure, "When sessions and tokens were used could not be written down; the next use tries again");
            }
        }
    }

    private async Task WriteAsync(IServiceProvider platform, CancellationToken cancellation)
    {
        var db = platform.GetRequiredService<ClnDbContext>();
        foreach (var id in used.Keys)
        {
            if (!used.TryRemove(id, out var use)) continue;
            var due = use.At - pause;
            await db.ApiTokens.Where(token => token.Id == id && (token.LastUsedAt == null || token.LastUsedAt <= due))
                .ExecuteUpdateAsync(set => set.SetProperty(token => token.LastUsedAt, use.At).SetProperty(token => token.LastUsedFrom, use.From), cancellation);
        }

        foreach (var id in seen.Keys)
        {
            if (!seen.TryRemove(id, out var at)) continue;
            var due = at - pause;
            await db.Sessions.Where(session => session.Id == id && session.LastSeenAt <= due).ExecuteUpdateAsync(set => set.SetProperty(session => session.LastSeenAt, at), cancellation);
        }

        foreach (var id in refused.Keys)
        {
            if (refused.TryRemove(id, out var use)) await platform.GetRequiredService<AuditLog>().WriteAsync(Entry(id, use), cancellation);
        }
    }

    private static AuditEntry Entry(long token, Use use) => new()
    {
        ResellerId = use.ResellerId,
        At = use.At,
        Actor = AuditActor.Token,
        By = FormattableString.Invariant($"token:{token}"),
        FromAddress = use.From,
        Action = "useApiToken",
        SubjectList = Subjects.Text(nameof(ApiToken), token),
        Outcome = AuditOutcome.Refused,
        Code = new TokenAddressNotAllowed("").Code,
        RequestId = null,
        Detail = null,
        Why = null,
    };

    private static string? Text(IPAddress? address) => address is null ? null : IpAddress.From(address).ToString();

    private void Wake()
    {
        if (woken.CurrentCount == 0) woken.Release();
    }

    private sealed record Use(long ResellerId, DateTimeOffset At, string? From);
}
