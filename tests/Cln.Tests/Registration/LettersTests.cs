using Cln.Contracts;
using Cln.Registration;
using Snapshooter.Xunit;
using Registering = Cln.Registration.Registration;

namespace Cln.Tests.Registration;

public sealed class LettersTests
{
    private static readonly DateTimeOffset now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    private readonly Outbox outbox = new();

    [Fact]
    public void Every_letter_greets_by_name_and_has_its_link_on_a_line_of_its_own()
    {
        var letters = new Letters(new(Open: true, ManualApproval: false, new("https://portal.example/")), outbox);
        var reseller = new Reseller
        {
            Name = "Host One",
            Login = "host-one",
            BillingEmail = "billing@host.example",
            TierCode = "silver",
            FirstName = "Ann",
            LastName = "Ott",
            Country = "DE",
            CreatedAt = now,
        };
        var registration = Registering.Start(new("silver", "Silver", new(100_000)), now);
        registration.Token = "wizard-token";
        registration.Accept(1, new() { Version = 1, Text = "…", PublishedAt = now }, now, from: null);

        letters.Resume(reseller, registration, "ann@host.example");
        registration.Know(7, "Host One", "ann@host.example");
        letters.DepositArrived(reseller, registration, "resume-token");
        letters.Welcome(reseller, registration, "activation-token");
        letters.Activation(reseller, registration, "another-token");
        letters.Approved(reseller, registration);

        Assert.All(outbox.Mails, mail => Assert.Contains(mail.Text.Split('\n'), line => Uri.IsWellFormedUriString(line, UriKind.Absolute)));
        string.Join("\n\n=====\n\n", outbox.Mails.Select(mail => $"To: {mail.To}\nSubject: {mail.Subject}\n\n{mail.Text}")).MatchSnapshot();
    }

    private sealed class Outbox : IMail
    {
        public List<Contracts.Mail> Mails { get; } = [];

        public void Stage(Contracts.Mail mail) => Mails.Add(mail);
    }
}
