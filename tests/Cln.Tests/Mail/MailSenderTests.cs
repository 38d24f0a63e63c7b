using System.Globalization;
using Cln.Contracts;
using Cln.Data;
using Cln.Host.Data;
using Cln.Host.Mail;
using Cln.Tests.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cln.Tests.Mail;

public sealed class MailSenderTests
{
    [Fact]
    public async Task A_sent_mail_keeps_no_secret_link_behind()
    {
        await using var server = new TinySmtpServer();
        await using var world = await StartAsync(server);
        await StageAsync(world);

        await world.SettleAsync();

        Assert.Contains("secret", Assert.Single(server.Messages).TextBody, StringComparison.Ordinal);
        var row = await RowAsync(world);
        Assert.Equal(("", World.Begins, null, 1), (row.Text, row.SentAt, row.DueAt, row.Tries));
    }

    [Fact]
    public async Task A_server_that_says_later_is_asked_again_after_growing_pauses()
    {
        await using var server = new TinySmtpServer { Refusal = "451 Come back later" };
        await using var world = await StartAsync(server);
        await StageAsync(world);

        await world.SettleAsync();
        var row = await RowAsync(world);
        Assert.Equal((World.Begins.AddSeconds(10), 1, null), (row.DueAt, row.Tries, row.SentAt));
        Assert.Contains("Come back later", row.Failure, StringComparison.Ordinal);

        world.Clock.Advance(TimeSpan.FromSeconds(10));
        await world.SettleAsync();
        Assert.Equal((World.Begins.AddSeconds(30), 2), ((await RowAsync(world)).DueAt, (await RowAsync(world)).Tries));

        server.Refusal = null;
        world.Clock.Advance(TimeSpan.FromSeconds(20));
        await world.SettleAsync();
        Assert.Single(server.Messages);
        Assert.Null((await RowAsync(world)).Failure);
    }

    [Fact]
    public async Task A_recipient_that_does_not_exist_is_not_asked_for_again()
    {
        await using var server = new TinySmtpServer { Refusal = "550 No such mailbox" };
        await using var world = await StartAsync(server);
        await StageAsync(world);

        await world.SettleAsync();

        var row = await RowAsync(world);
        Assert.Equal((null, null, 1), (row.DueAt, row.SentAt, row.Tries));
        Assert.Contains("No such mailbox", row.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_claim_whose_sender_died_lapses_after_five_minutes()
    {
        await using var server = new TinySmtpServer();
        await using var world = await StartAsync(server);
        await StageAsync(world, dueAt: World.Begins + TimeSpan.FromMinutes(5), tries: 1);

        await world.SettleAsync();
        Assert.Empty(server.Messages);

        world.Clock.Advance(TimeSpan.FromMinutes(5));
        await world.SettleAsync();
        Assert.Equal(2, (await RowAsync(world)).Tries);
        Assert.Single(server.Messages);
    }

    [EveryDatabase]
    public async Task Several_senders_at_once_send_each_mail_once(DatabaseKind kind)
    {
        await using var server = new TinySmtpServer();
        await using var world = await StartAsync(server, kind);
        await StageAsync(world, count: 20);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            using var sender = new MailSender(
                world.Services.GetRequiredService<IServiceScopeFactory>(), world.Services.GetRequiredService<IMailTransport>(), world.Services.GetRequiredService<MailSettings>(), world.Clock, NullLogger<MailSender>.Instance);
            await sender.SendDueAsync(CancellationToken.None);
        }).Append(world.SettleAsync()));

        Assert.Equal(20, server.Messages.Count);
        Assert.Equal(20, server.Messages.Select(message => message.MessageId).Distinct(StringComparer.Ordinal).Count());
    }

    private static Task<World> StartAsync(TinySmtpServer server, DatabaseKind kind = DatabaseKind.Sqlite) => World.StartAsync(
        kind, now: null, ("Mail:Smtp:Host", "127.0.0.1"), ("Mail:Smtp:Port", server.Port.ToString(CultureInfo.InvariantCulture)), ("Mail:Smtp:UseTls", "false"));

    /// <summary>Several mails at once, so that the host's own sender finds all of them or none.</summary>
    private static async Task StageAsync(World world, int count = 1, DateTimeOffset? dueAt = null, int tries = 0)
    {
        await using var scope = world.PlatformScope();
        var db = scope.ServiceProvider.GetRequiredService<ClnDbContext>();
        await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().CommitAsync(
            async () =>
            {
                for (var i = 0; i < count; i++) scope.ServiceProvider.GetRequiredService<IMail>().Stage(new("ann@host.example", "Subject", "A secret link"));
                foreach (var mail in db.MailMessages.Local) (mail.DueAt, mail.Tries) = (dueAt ?? mail.DueAt, tries);
                await db.SaveChangesAsync();
            },
            CancellationToken.None);
    }

    private static async Task<MailMessage> RowAsync(World world)
    {
        await using var scope = world.PlatformScope();
        return await scope.ServiceProvider.GetRequiredService<ClnDbContext>().MailMessages.AsNoTracking().SingleAsync();
    }
}
