namespace Cln.IpLicenses;

public sealed class IpLicensesModule : IModule
{
    public string Name => "IpLicenses";
}
