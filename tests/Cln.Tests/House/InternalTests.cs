using Cln.Tests.Data;
using Microsoft.AspNetCore.Components;

namespace Cln.Tests.House;

/// <summary>What a module shows to the program is its one class and its pages; the rest it shows through the schema.</summary>
public sealed class InternalTests
{
    [Fact]
    public void Everything_in_a_module_is_internal_but_its_module_class_and_its_pages()
    {
        Assert.NotEmpty(BuiltIn.Modules);
        Assert.Empty(Exposed(BuiltIn.Modules.SelectMany(module => module.GetExportedTypes())));
    }

    [Fact]
    public void Each_module_has_one_module_class_named_after_it() =>
        Assert.All(BuiltIn.Modules, module => Assert.Equal($"{module.GetName().Name}.{module.GetName().Name!.Split('.')[^1]}Module", Assert.Single(module.GetExportedTypes(), IsModule).FullName));

    [Fact]
    public void A_public_entity_is_told() =>
        Assert.Equal(["Cln.Tests.House.InternalTests+Planted is public."], Exposed([typeof(Planted), typeof(global::Cln.Billing.BillingModule), typeof(PlantedPage)]));

    private static IEnumerable<string> Exposed(IEnumerable<Type> exported) =>
        exported.Where(type => !IsModule(type) && !IsPage(type) && type.Name != "_Imports").Select(type => $"{type.FullName} is public.");

    private static bool IsModule(Type type) => type.IsAssignableTo(typeof(IModule)) && type.IsSealed;

    /// <summary>Components are found by the router and by each other only when they are public.</summary>
    private static bool IsPage(Type type) => type.IsAssignableTo(typeof(IComponent));

    public sealed class Planted;

    public sealed class PlantedPage : ComponentBase;
}
