using Cln;
using Cln.Pages;
using static MudBlazor.Icons.Material;

namespace Notes;

/// <summary>Keeps notes about a reseller's account: an example of a module by somebody else.</summary>
public sealed class NotesModule : IModule
{
    public string Name => "Notes";

    public IReadOnlyList<Page> Pages => [new(Sections.Settings, "Notes", "/notes", Outlined.StickyNote2, Scopes.ResellerRead) { Order = 80 }];
}
