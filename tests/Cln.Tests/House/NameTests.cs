using System.Reflection;
using System.Runtime.CompilerServices;
using Cln.Tests.Data;

namespace Cln.Tests.House;

/// <summary>Names that say nothing, and namespaces that shadow what they are near.</summary>
public sealed class NameTests
{
    private static readonly string[] Suffixes = ["Service", "Manager", "Helper", "Helpers", "Util", "Utils", "Dto", "Base", "Impl"];
    private static readonly string[] Segments = ["GraphQL", "Console", "Common", "Core", "Shared", "Helpers"];

    [Fact]
    public void No_type_and_no_namespace_has_a_banned_name()
    {
        Assembly[] assemblies = [typeof(IModule).Assembly, .. BuiltIn.Assemblies, typeof(NameTests).Assembly];

        Assert.Empty(assemblies.SelectMany(assembly => assembly.GetTypes()).Where(type => type.DeclaringType != typeof(NameTests)).SelectMany(type => Banned(type.Namespace, type.Name, IsWritten(type))));
    }

    [Theory]
    [InlineData("Cln.Billing", "BillingService", "BillingService ends in Service.")]
    [InlineData("Cln.Billing", "RowBase`1", "RowBase ends in Base.")]
    [InlineData("Cln.Common", "Ledger", "Ledger is in a namespace Common.")]
    [InlineData("Cln.Host.GraphQL.Types", "Ledger", "Ledger is in a namespace GraphQL.")]
    public void A_banned_name_is_told(string space, string name, string told) => Assert.Equal([told], Banned(space, name, written: true));

    [Theory]
    [InlineData("Cln.Billing", "Database")]
    [InlineData("Cln.Billing", "Managers")]
    [InlineData("Cln.CommonGround", "Ledger")]
    public void A_name_that_merely_resembles_one_is_not(string space, string name) => Assert.Empty(Banned(space, name, written: true));

    private static IEnumerable<string> Banned(string? space, string name, bool written)
    {
        if (!written) yield break;
        var plain = name.Split('`')[0];
        if (Suffixes.FirstOrDefault(suffix => plain.EndsWith(suffix, StringComparison.Ordinal)) is { } suffix) yield return $"{plain} ends in {suffix}.";
        if (space?.Split('.').FirstOrDefault(Segments.Contains) is { } segment) yield return $"{plain} is in a namespace {segment}.";
    }

    private static bool IsWritten(Type type) =>
        type.Namespace?.StartsWith("Cln", StringComparison.Ordinal) == true && !type.Name.Contains('<', StringComparison.Ordinal) && !type.IsDefined(typeof(CompilerGeneratedAttribute));
}
