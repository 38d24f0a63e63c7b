using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Cln;

/// <summary>One part of the platform. The host asks it for what it adds; everything but its name is optional.</summary>
/// <remarks>
/// The rest the host finds in the module's assembly: <c>[Extends&lt;T&gt;]</c> classes, entity mappings, migrations,
/// <c>IHandle&lt;TEvent&gt;</c>, <c>Batch&lt;,&gt;</c>, <c>IJob</c>.
/// </remarks>
public interface IModule
{
    /// <summary>The name in configuration (<c>Modules:&lt;Name&gt;:Enabled</c>) and logs; in snake case, the prefix of its tables.</summary>
    string Name { get; }

    /// <summary>Adds the module's services: the contracts that it fulfils and what only it needs.</summary>
    void Register(IServiceCollection services, IConfiguration configuration)
    {
    }

    /// <summary>Adds routes: webhooks, downloads and machine protocols. The API itself is GraphQL.</summary>
    void Map(IEndpointRouteBuilder routes)
    {
    }

    /// <summary>The module's entries in the menu of the console. The pages themselves are components with an <c>@page</c>, found in its assembly.</summary>
    IReadOnlyList<Page> Pages => [];

    /// <summary>What the module shows on the dashboard.</summary>
    IReadOnlyList<Tile> Tiles => [];
}

/// <summary>An entry in the menu of the console.</summary>
/// <param name="Section">Where in the top menu: one of <see cref="Pages.Sections"/>, or a name of the module's own.</param>
/// <param name="Title">What the menu says; translated by the module's <c>Pages/Texts.*.resx</c>.</param>
/// <param name="Path">Where it leads, for instance <c>/billing/invoices</c>.</param>
/// <param name="Icon">An SVG path, such as MudBlazor's <c>Icons.Material.Outlined.Receipt</c>.</param>
/// <param name="Scope">Shown only to callers who have this scope; null shows it to everybody who is signed in.</param>
public sealed record Page(string Section, string Title, string Path, string Icon, string? Scope = null)
{
    /// <summary>The place in its section, lowest first; equal ones stand as their modules do.</summary>
    public int Order { get; init; }

    /// <summary>A component that the top menu shows under the section's name, such as the balance.</summary>
    public Type? Badge { get; init; }

    /// <summary>Only for whoever has an account with the vendor, and not for the vendor's own people.</summary>
    public bool IsResellers { get; init; } = true;
}

/// <summary>A part of the dashboard.</summary>
/// <param name="Component">Draws it.</param>
/// <param name="Order">Its place, lowest first.</param>
/// <param name="Scope">Shown only to callers who have this scope.</param>
public sealed record Tile(Type Component, int Order, string? Scope = null);
