using System.Net;
using System.Text.RegularExpressions;
using Cln.Contracts;
using Cln.Data;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Tests.Mail;

public sealed class DevMailTests
{
    [Fact]
    public async Task The_page_lists_what_was_sent_newest_first_and_opens_each_with_its_links()
    {
        await using var world = await World.StartAsync();
        Assert.Contains("No mail yet", await PageAsync(world, "/dev/mail"), StringComparison.Ordinal);
        await StageAsync(world, new("ann@host.example", "The first", "Hello Ann,\n\nhttps://portal.example/activate?token=abc"));
        await StageAsync(world, new("bob@host.example", "The second", "Hello Bob"));

        var list = await PageAsync(world, "/dev/mail");
        Assert.True(list.IndexOf("The second", StringComparison.Ordinal) < list.IndexOf("The first", StringComparison.Ordinal));

        var address = Regex.Match(list, "href=\"(?<address>/dev/mail/[^\"]+)\">The first", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["address"].Value;
        var mail = await PageAsync(world, address);
        Assert.Contains("to ann@host.example", mail, StringComparison.Ordinal);
        Assert.Contains("<a href=\"https://portal.example/activate?token=abc\">", mail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Markup_in_a_mail_is_shown_and_not_obeyed()
    {
        await using var world = await World.StartAsync();
        await StageAsync(world, new("ann@host.example", "<script>alert(1)</script>", "<img src=x onerror=alert(2)>\n\njavascript:alert(3)"));

        var list = await PageAsync(world, "/dev/mail");
        var mail = await PageAsync(world, Regex.Match(list, "/dev/mail/[^\"]+", RegexOptions.None, TimeSpan.FromSeconds(1)).Value);

        Assert.All([list, mail], page => Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("<img", mail, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("href=\"javascript", mail, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;img src=x", mail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/dev/mail/20260101T000000000-00000001")]
    [InlineData("/dev/mail/..%2F..%2Fcln")]
    public async Task What_is_no_mail_is_not_found(string path)
    {
        await using var world = await World.StartAsync();

        using var answer = await world.Anonymous().GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private static async Task<string> PageAsync(World world, string path)
    {
        using var answer = await world.Anonymous().GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("default-src 'none'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        return await answer.Content.ReadAsStringAsync();
    }

    private static async Task StageAsync(World world, Contracts.Mail mail)
    {
        await using var scope = world.PlatformScope();
        await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().CommitAsync(
            () =>
            {
                scope.ServiceProvider.GetRequiredService<IMail>().Stage(mail);
                return Task.CompletedTask;
            },
            CancellationToken.None);
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        await world.SettleAsync();
    }
}
