using Cln.Contracts;

namespace Cln.Registration;

/// <summary>What is true of registrations after every transaction.</summary>
internal sealed class RegistrationInvariants : IInvariants
{
    public IReadOnlyList<Invariant> All { get; } =
    [
        new("R01", "Nobody gets past the agreement without having accepted one, and it is known when.",
            "SELECT id FROM registration_wizards WHERE step IN ('Payment', 'Account', 'Activation', 'Done') AND (agreement_version IS NULL OR agreement_accepted_at IS NULL)"),
        new("R02", "A deposit that has arrived is an account's.",
            "SELECT id FROM registration_wizards WHERE step IN ('Account', 'Activation', 'Done') AND (reseller_id IS NULL OR email IS NULL)"),
        new("R03", "A registration is done when its reseller has been let in, and not before.",
            "SELECT w.id FROM registration_wizards w JOIN access_resellers r ON r.id = w.reseller_id WHERE (w.step = 'Done' AND r.state = 'Pending') OR (w.step <> 'Done' AND r.state = 'Active')"),
        new("R04", "Whoever is let in has a login and has confirmed the email.",
            "SELECT w.id FROM registration_wizards w JOIN access_resellers r ON r.id = w.reseller_id WHERE w.step = 'Done' AND (r.login = '' OR w.confirmed_at IS NULL)"),
    ];
}
