namespace Cln.Servers;

public sealed class ServersModule : IModule
{
    public string Name => "Servers";
}
