namespace Cln.Spacewalk;

public sealed class SpacewalkModule : IModule
{
    public string Name => "Spacewalk";
}
