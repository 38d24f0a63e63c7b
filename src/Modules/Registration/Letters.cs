using System.Globalization;
using Cln.Contracts;

namespace Cln.Registration;

/// <summary>The mails that go out on the way to an account. None of them ever holds a password.</summary>
internal sealed class Letters(RegistrationSettings settings, IMail mail)
{
    public void Resume(Reseller reseller, Registration registration, string email) => mail.Stage(new(
        email,
        "Your reseller registration",
        $"""
        Hello {reseller.FirstName},

        you have begun to register {reseller.Name} as a reseller, with the tier {registration.TierName}. If you are interrupted, go on from here, on any device:

        {settings.Link("register", registration.Token)}

        Your deposit is taken once, however often the payment is sent. Keep this link to yourself: it opens your registration.
        """));

    public void DepositArrived(Reseller reseller, Registration registration, string token) => mail.Stage(new(
        registration.Email!,
        "Your deposit has arrived",
        $"""
        Hello {reseller.FirstName},

        your deposit of {registration.Deposit} {reseller.Currency} has arrived and is your balance. One step is left, the login for {reseller.Name}:

        {settings.Link("register", token)}

        Keep this link to yourself: it opens your registration.
        """));

    public void Welcome(Reseller reseller, Registration registration, string token) => mail.Stage(new(
        registration.Email!,
        "Welcome: activate your reseller account",
        $"""
        Hello {reseller.FirstName},

        welcome. The account of {reseller.Name} is ready, and your login is:

        {reseller.Login}

        To activate the account, follow this link in the next {Days} days:

        {settings.Link("activate", token)}

        Then sign in with the password that you chose. We never mail passwords, and never ask for yours.
        """));

    public void Activation(Reseller reseller, Registration registration, string token) => mail.Stage(new(
        registration.Email!,
        "Activate your reseller account",
        $"""
        Hello {reseller.FirstName},

        here is a new link to activate the account of {reseller.Name}, login {reseller.Login}. It works for {Days} days:

        {settings.Link("activate", token)}
        """));

    public void Approved(Reseller reseller, Registration registration) => mail.Stage(new(
        registration.Email!,
        "Your reseller account is active",
        $"""
        Hello {reseller.FirstName},

        the account of {reseller.Name} has been approved. Sign in with your login {reseller.Login}:

        {settings.Site.AbsoluteUri}
        """));

    private static string Days => Registration.ActivationLife.Days.ToString(CultureInfo.InvariantCulture);
}
