namespace Cln.Registration;

public sealed class RegistrationModule : IModule
{
    public string Name => "Registration";
}
