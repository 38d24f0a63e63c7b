using Cln.Tests.House;

namespace Cln.Tests.Transport;

/// <summary>The sample clients of the guides are built from what this host serves, and run against it.</summary>
public sealed class SampleTests
{
    [NodeFact]
    public async Task The_TypeScript_sample_is_generated_from_the_served_schema_compiles_and_runs()
    {
        await using var demo = await DemoWorld.StartAsync();
        var folder = Folder("typescript");
        await NodeClients.InstallAsync(folder);
        await OutsideProgram.RunAsync(folder, demo.Environment, "npm", "run", "generate");
        await OutsideProgram.RunAsync(folder, demo.Environment, "npm", "run", "build");
        var said = await OutsideProgram.RunAsync(folder, demo.Environment, "npm", "start", "--", "198.51.100.40");

        Assert.Contains("heard of IpLicenseChange", said, StringComparison.Ordinal);
        AllOf(said, "198.51.100.40");
    }

    [Fact]
    public async Task The_CSharp_sample_compiles_and_runs()
    {
        await using var demo = await DemoWorld.StartAsync();

        AllOf(await OutsideProgram.RunAsync(Folder("csharp"), demo.Environment, "dotnet", "run", "--", "198.51.100.41"), "198.51.100.41");
    }

    private static string Folder(string sample) => Path.Combine(Checkout.Root, "docs", "samples", sample);

    private static void AllOf(string said, string ip)
    {
        Assert.Contains($"licensed {ip} for 2.45 a month", said, StringComparison.Ordinal);
        Assert.Contains($"listed {ip} with KERNELCARE", said, StringComparison.Ordinal);
        Assert.Contains($"removed {ip}", said, StringComparison.Ordinal);
    }
}
