using System.Xml.Linq;

namespace Cln.Tests.House;

/// <summary>A module knows Abstractions and nobody else.</summary>
public sealed class ProjectReferenceTests
{
    [Fact]
    public void Modules_reference_Abstractions_and_no_other_project()
    {
        var files = Checkout.Files("src/Modules", ".csproj", ".props", ".targets").ToList();

        Assert.Contains("src/Modules/Billing/Cln.Billing.csproj", files);
        Assert.Empty(files.SelectMany(file => Strangers(file, Checkout.Read(file))));
    }

    [Fact]
    public void Abstractions_reference_no_project() =>
        Assert.Empty(References(Checkout.Read("src/Abstractions/Cln.Abstractions.csproj")));

    [Theory]
    [InlineData("../Invoices/Cln.Invoices.csproj")]
    [InlineData("../../Host/Cln.Host.csproj")]
    public void A_reference_to_another_project_is_told(string project)
    {
        var told = Strangers("Billing.csproj", $"""<Project><ItemGroup><ProjectReference Include="{project}" /></ItemGroup></Project>""");

        Assert.Equal([$"Billing.csproj references {project}."], told);
    }

    private static IEnumerable<string> Strangers(string file, string xml) =>
        References(xml).Where(reference => !reference.EndsWith("/Abstractions/Cln.Abstractions.csproj", StringComparison.Ordinal)).Select(reference => $"{file} references {reference}.");

    private static IEnumerable<string> References(string xml) =>
        XDocument.Parse(xml).Descendants().Where(element => element.Name.LocalName is "ProjectReference" or "Reference").Select(element => ((string)element.Attribute("Include")!).Replace('\\', '/'));
}
