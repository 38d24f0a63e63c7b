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

    /// <summary>The module's entries in the menu of the console.</summary>
    IReadOnlyList<Page> Pages => [];
}

/// <summary>An entry in the menu of the console.</summary>
/// <param name="Title">What the menu says.</param>
/// <param name="Path">Where it leads, for instance <c>/billing/invoices</c>.</param>
/// <param name="Scope">Shown only to callers who have this scope; null shows it to everybody.</param>
public sealed record Page(string Title, string Path, string? Scope = null);
