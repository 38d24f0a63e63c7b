using Cln;

namespace Notes;

/// <summary>Keeps notes about a reseller's account: an example of a module by somebody else.</summary>
public sealed class NotesModule : IModule
{
    public string Name => "Notes";
}
