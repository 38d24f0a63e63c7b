using Cln.Host.Mail;

namespace Cln.Tests.Mail;

public sealed class MailMessageTests
{
    private static readonly DateTimeOffset now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Pauses_between_tries_double_and_end_after_about_a_day()
    {
        var pauses = Enumerable.Range(1, 20).Select(tries => MailMessage.NextTry(tries, now) - now).TakeWhile(pause => pause is not null).Select(pause => pause!.Value).ToList();

        Assert.Equal(TimeSpan.FromSeconds(10), pauses[0]);
        Assert.All(pauses.Zip(pauses.Skip(1)), pair => Assert.True(pair.Second == pair.First * 2 || pair.Second == TimeSpan.FromHours(6)));
        Assert.InRange(pauses.Aggregate(TimeSpan.Zero, (sum, pause) => sum + pause), TimeSpan.FromHours(20), TimeSpan.FromHours(28));
    }
}
