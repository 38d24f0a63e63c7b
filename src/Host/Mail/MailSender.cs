using Cln.Data;
using Cln.Host.Events;
using MailKit.Net.Smtp;
using Microsoft.EntityFrameworkCore;

namespace Cln.Host.Mail;

/// <summary>
/// Sends what has been staged. A mail is claimed by a guarded update before it is sent, so that of several hosts one sends it; a host that
/// dies while it sends leaves a claim that lapses, and the mail is tried again under the same Message-ID.
/// </summary>
internal sealed class MailSender(IServiceScopeFactory scopes, IMailTransport transport, MailSettings settings, TimeProvider clock, ILogger<MailSender> logger) : BackgroundService
{
    private const int Batch = 50;

    private static readonly TimeSpan lookAgain = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan longestSending = TimeSpan.FromMinutes(2);

    private readonly SemaphoreSlim oneRound = new(1);

    /// <summary>Sends all that is due now, after a round that is under way on this host.</summary>
    /// <returns>How many were tried.</returns>
    public async Task<int> SendDueAsync(CancellationToken cancellation)
    {
        await oneRound.WaitAsync(cancellation);
        try
        {
            return await SendRoundAsync(cancellation);
        }
        finally
        {
            oneRound.Release();
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        oneRound.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await SendDueAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                logger.LogError(failure, "Looking for due mail failed; looking again");
            }

            await Task.Delay(lookAgain, TimeProvider.System, stoppingToken);
        }
    }

    private async Task<int> SendRoundAsync(CancellationToken cancellation)
    {
        var tried = 0;
        for (var due = await DueAsync(cancellation); due.Count > 0; due = await DueAsync(cancellation))
        {
            foreach (var id in due)
            {
                if (await ClaimAsync(id, cancellation) is not { } mail) continue;
                await TryAsync(mail, cancellation);
                tried++;
            }
        }

        return tried;
    }

    private async Task<List<long>> DueAsync(CancellationToken cancellation)
    {
        await using var scope = scopes.CreatePlatformScope();
        var db = scope.ServiceProvider.GetRequiredService<ClnDbContext>();
        var now = clock.GetUtcNow();
        return await db.MailMessages.Where(mail => mail.DueAt <= now).OrderBy(mail => mail.DueAt).ThenBy(mail => mail.Id).Take(Batch).Select(mail => mail.Id).ToListAsync(cancellation);
    }

    private Task<MailMessage?> ClaimAsync(long id, CancellationToken cancellation) => SaveAsync(
        async db =>
        {
            var now = clock.GetUtcNow();
            var claim = MailMessage.AfterTryOf(now);
            var claimed = await db.MailMessages.Where(mail => mail.Id == id && mail.DueAt <= now)
                .ExecuteUpdateAsync(set => set.SetProperty(mail => mail.DueAt, claim).SetProperty(mail => mail.Tries, mail => mail.Tries + 1), cancellation);
            return claimed == 0 ? null : await db.MailMessages.SingleAsync(mail => mail.Id == id, cancellation);
        },
        cancellation);

    private async Task TryAsync(MailMessage mail, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(longestSending);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            await transport.SendAsync(MailMime.Of(mail, settings.From), mail, either.Token);
            CrashPoint.Hit("C11");
            await NoteAsync(mail, sent: true, dueAt: null, failure: null);
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            DateTimeOffset? next = IsFinal(failure) ? null : MailMessage.NextTry(mail.Tries, clock.GetUtcNow());
            logger.LogWarning(failure, "Mail {Mail} was not sent at try {Try}; the next is at {Next}", mail.Id, mail.Tries, next);
            await NoteAsync(mail, sent: false, next, failure.Message);
        }
    }

    /// <summary>The server knows the recipient and doesn't want this mail: asking again would be rude.</summary>
    private static bool IsFinal(Exception failure) =>
        failure is SmtpCommandException { ErrorCode: SmtpErrorCode.RecipientNotAccepted or SmtpErrorCode.MessageNotAccepted, StatusCode: >= SmtpStatusCode.MailboxUnavailable };

    /// <summary>Notes how the try went, also while the host stops, unless the claim has lapsed and somebody else is at it.</summary>
    private async Task NoteAsync(MailMessage tried, bool sent, DateTimeOffset? dueAt, string? failure) => await SaveAsync(
        async db =>
        {
            if (await db.MailMessages.SingleOrDefaultAsync(row => row.Id == tried.Id && row.Tries == tried.Tries, CancellationToken.None) is not { } mail) return null;
            mail.DueAt = dueAt;
            mail.Failure = failure is { Length: > MailMapping.LongestFailure } ? failure[..MailMapping.LongestFailure] : failure;
            if (!sent) return mail;
            mail.SentAt = clock.GetUtcNow();
            mail.Text = "";
            return mail;
        },
        CancellationToken.None);

    private async Task<MailMessage?> SaveAsync(Func<ClnDbContext, Task<MailMessage?>> work, CancellationToken cancellation)
    {
        await using var scope = scopes.CreatePlatformScope();
        var db = scope.ServiceProvider.GetRequiredService<ClnDbContext>();
        return await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().CommitAsync(() => work(db), cancellation);
    }
}
