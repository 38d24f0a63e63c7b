namespace Cln.Registration;

/// <summary>No registration belongs to this token.</summary>
internal sealed class UnknownRegistration()
    : DomainError("UNKNOWN_REGISTRATION", "No registration belongs to this token. Check the link, or begin again with startRegistration.");

/// <summary>This step isn't due: an earlier one is missing, or it has been done already.</summary>
internal sealed class OutOfStep(RegistrationStep due) : DomainError("OUT_OF_STEP", Say(due))
{
    /// <summary>The step that is due.</summary>
    public RegistrationStep Due => due;

    private static string Say(RegistrationStep due) => due switch
    {
        RegistrationStep.ChooseDeposit => "The step CHOOSE_DEPOSIT is due: choose a tier with chooseDeposit.",
        RegistrationStep.Agreement => "The step AGREEMENT is due: read the agreement and accept it with acceptAgreement.",
        RegistrationStep.Payment => "The step PAYMENT is due: pay the deposit with submitRegistrationPayment.",
        RegistrationStep.Account => "The step ACCOUNT is due: the deposit has arrived. Open the account with completeRegistration.",
        RegistrationStep.Activation => "The step ACTIVATION is due: follow the link in the welcome mail; resendActivation sends another.",
        _ => "This registration is done: sign in with your login.",
    };
}

/// <summary>Self-registration is switched off.</summary>
internal sealed class RegistrationClosed()
    : DomainError("REGISTRATION_CLOSED", "New resellers can't register by themselves at the moment. Contact our billing team to open an account.");

/// <summary>A deposit for the chosen tier has been submitted, so the tier stays.</summary>
internal sealed class TierIsFixed(string tier)
    : DomainError("TIER_IS_FIXED", $"A payment for the tier {tier} has been submitted already. To join with another tier, begin a new registration.");
