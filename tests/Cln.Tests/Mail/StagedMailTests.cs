using Cln.Contracts;
using Cln.Data;
using Cln.Host.Mail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Tests.Mail;

public sealed class StagedMailTests
{
    [Fact]
    public async Task A_mail_goes_out_with_the_change_that_it_tells_of_or_not_at_all()
    {
        await using var world = await World.StartAsync();
        await Assert.ThrowsAsync<TimeoutException>(() => StageAsync(world, new("ann@host.example", "Forgotten", "Text"), fails: true));
        await StageAsync(world, new("ann@host.example", "Kept", "Text"));
        await world.SettleAsync();

        await using var scope = world.PlatformScope();
        Assert.Equal(["Kept"], await scope.ServiceProvider.GetRequiredService<ClnDbContext>().MailMessages.Select(mail => mail.Subject).ToListAsync());
        Assert.Single(await world.MailsToAsync("ann@host.example"));
    }

    [Theory]
    [InlineData("Hello\r\nBcc: eve@eve.example", "Hello Bcc: eve@eve.example")]
    [InlineData("  Hello \0 \u0085 Ann\t", "Hello Ann")]
    public async Task A_subject_is_one_line_whatever_was_in_it(string subject, string kept)
    {
        await using var world = await World.StartAsync();
        await StageAsync(world, new("ann@host.example", subject, "Text\0 with\u0007 bells\r\nand lines"));
        await world.SettleAsync();

        var folder = (PickupFolder)world.Services.GetRequiredService<IMailTransport>();
        var mail = (await folder.FindAsync(Assert.Single(folder.Latest()), CancellationToken.None))!;
        Assert.Equal(kept, mail.Subject);
        Assert.Null(mail.Headers["Bcc"]);
        Assert.Empty(mail.Bcc);
        Assert.Equal("Text with bells\nand lines", mail.TextBody!.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task A_long_subject_is_cut_between_characters()
    {
        await using var world = await World.StartAsync();
        await StageAsync(world, new("ann@host.example", new string('a', 198) + "😀😀", "Text"));

        await using var scope = world.PlatformScope();
        Assert.Equal(new string('a', 198) + "…", await scope.ServiceProvider.GetRequiredService<ClnDbContext>().MailMessages.Select(mail => mail.Subject).SingleAsync());
    }

    [Theory]
    [InlineData("ann@host.example\r\nBcc: eve@eve.example")]
    [InlineData("ann@host.example, eve@eve.example")]
    [InlineData("Ann <ann@host.example>")]
    [InlineData("")]
    public async Task A_recipient_is_one_plain_address(string to)
    {
        await using var world = await World.StartAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => StageAsync(world, new(to, "Subject", "Text")));
    }

    private static async Task StageAsync(World world, Contracts.Mail mail, bool fails = false)
    {
        await using var scope = world.PlatformScope();
        await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().CommitAsync(
            () =>
            {
                scope.ServiceProvider.GetRequiredService<IMail>().Stage(mail);
                return fails ? throw new TimeoutException("on purpose") : Task.CompletedTask;
            },
            CancellationToken.None);
    }
}
