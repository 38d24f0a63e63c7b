using System.Reflection;
using Cln.Graph;
using Cln.Host;
using Cln.Host.Graph;
using Cln.Tests.Data;
using GraphQL.Types;
using GraphQLParser;
using GraphQLParser.AST;
using GraphQLParser.Visitors;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cln.Tests.Walks;

/// <summary>Modules can be turned off: what is left is a valid schema, of the fields of the modules that are on and no others.</summary>
public sealed class ModuleSubsetTests : IDisposable
{
    private static readonly string[] Optional = ["Registration", "IpLicenses", "Spacewalk", "Billing", "Invoices"];

    private readonly string folder = TestFolder.Create();

    public static TheoryData<string> Subsets =>
        [.. Enumerable.Range(0, 1 << Optional.Length).Select(bits => string.Join(' ', Optional.Where((_, module) => (bits & (1 << module)) != 0)))];

    public void Dispose() => TestFolder.Delete(folder);

    [Theory]
    [MemberData(nameof(Subsets))]
    public async Task The_schema_of_a_subset_is_whole_and_has_the_fields_of_its_modules_and_no_others(string subset)
    {
        await using var app = Build([.. Optional.Except(subset.Split(' ')).Select(Off)]);
        var printed = Parser.Parse(SchemaFile.Print(app.Services.GetRequiredService<ISchema>()));

        var types = printed.Definitions.OfType<GraphQLTypeDefinition>().Select(type => type.Name.StringValue).ToHashSet(StringComparer.Ordinal);
        Assert.Equal([], (await NamedTypes.OfAsync(printed)).Except(types).Except(["Boolean", "ID", "Int", "String"]));
        var fields = printed.Definitions.OfType<GraphQLObjectTypeDefinition>()
            .SelectMany(type => type.Fields?.Items.Select(field => $"{type.Name.StringValue}.{field.Name.StringValue}") ?? []).ToHashSet(StringComparer.Ordinal);
        foreach (var module in Modules.Compose(new ConfigurationBuilder().Build()).Enabled)
        {
            var isOn = !Optional.Contains(module.Name) || subset.Split(' ').Contains(module.Name);
            Assert.Equal(isOn ? FieldsOf(module) : [], FieldsOf(module).Where(fields.Contains));
        }
    }

    [Theory]
    [InlineData("IpLicenses")]
    [InlineData("Spacewalk")]
    public async Task A_module_whose_contract_nobody_fulfils_stops_the_start_with_the_contracts_name(string module)
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await using var app = Build([Off("Servers"), .. Optional.Where(other => other != module).Select(Off)]);
            await app.PrepareAsync();
        });
        Assert.Contains("Cln.Contracts.IServers", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Servers_can_be_off_where_nothing_needs_them()
    {
        await using var app = Build([Off("Servers"), Off("IpLicenses"), Off("Spacewalk")]);
        await app.PrepareAsync();
        Assert.DoesNotContain("checkIn", SchemaFile.Print(app.Services.GetRequiredService<ISchema>()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Modules:Licences:Enabled", "false", "\"Licences\"", "Registration, IpLicenses, Servers, Spacewalk, Billing, Invoices")]
    [InlineData("Modules:Billing:Enabled", "perhaps", "Modules:Billing:Enabled", "true or false")]
    public void A_wrong_name_or_value_in_the_configuration_stops_the_start(string setting, string value, string named, string takes)
    {
        var failure = Assert.Throws<WrongSetting>(() => Build([(setting, value)]));
        Assert.Contains(named, failure.Message, StringComparison.Ordinal);
        Assert.Contains(takes, failure.Message, StringComparison.Ordinal);
    }

    private static (string Setting, string? Value) Off(string module) => ($"Modules:{module}:Enabled", "false");

    private static IReadOnlyList<string> FieldsOf(IModule module) =>
    [
        .. from owner in module.GetType().Assembly.GetTypes()
           from extends in owner.GetCustomAttributes().OfType<IExtends>()
           from method in owner.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
           where !method.IsSpecialName && method.GetCustomAttribute<HiddenAttribute>() is null
           select $"{Names.Type(extends.Target)}.{Names.Field(method)}",
    ];

    private WebApplication Build((string Setting, string? Value)[] settings) => ClnHost.Build(["--environment", "Development"], builder =>
    {
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection([new("Data:Folder", folder), new("Jobs:Enabled", "false"), .. settings.Select(setting => KeyValuePair.Create(setting.Setting, setting.Value))]);
    });

    /// <summary>The names of all types that a document refers to.</summary>
    private sealed class NamedTypes : ASTVisitor<NamedTypes.Found>
    {
        public static async Task<IReadOnlySet<string>> OfAsync(GraphQLDocument document)
        {
            var found = new Found();
            await new NamedTypes().VisitAsync(document, found);
            return found.Names;
        }

        protected override ValueTask VisitNamedTypeAsync(GraphQLNamedType namedType, Found context)
        {
            context.Names.Add(namedType.Name.StringValue);
            return default;
        }

        public sealed class Found : IASTVisitorContext
        {
            public HashSet<string> Names { get; } = new(StringComparer.Ordinal);

            public CancellationToken CancellationToken => CancellationToken.None;
        }
    }
}
