namespace Cln.Billing;

public sealed class BillingModule : IModule
{
    public string Name => "Billing";
}
