namespace Cln.Invoices;

public sealed class InvoicesModule : IModule
{
    public string Name => "Invoices";
}
