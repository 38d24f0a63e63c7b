using Cln.Graph;
using Cln.Host;
using Cln.Host.Graph;
using Cln.Tests.House;
using GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Tests.Graph;

/// <summary>The rules that the schema keeps, each shown to fail on a planted violation.</summary>
public sealed class SchemaTests
{
    [Fact]
    public async Task The_schema_file_is_what_the_host_serves()
    {
        await using var world = await World.StartAsync();
        var printed = SchemaFile.Print(world.Services.GetRequiredService<ISchema>());
        var file = Path.Combine(Checkout.Root, "schema.graphql");
        Assert.True(File.ReadAllText(file) == printed, "schema.graphql isn't current: run bin/schema and commit it with the change.");
        Assert.NotEqual(File.ReadAllText(file), SchemaFile.Print(Build(world, typeof(NamesItsCaller))));
    }

    [Fact]
    public async Task A_root_field_that_does_not_say_who_may_use_it_stops_the_start()
    {
        await using var world = await World.StartAsync();
        var failure = Assert.Throws<InvalidOperationException>(() => Build(world, typeof(ForgetsItsCaller)));
        Assert.Contains(nameof(ForgetsItsCaller), failure.Message, StringComparison.Ordinal);
        Assert.NotNull(Build(world, typeof(NamesItsCaller)).Query.Fields.Find("planted"));
    }

    [Fact]
    public async Task A_parameter_that_nothing_provides_stops_the_start()
    {
        await using var world = await World.StartAsync();
        var failure = Assert.Throws<InvalidOperationException>(() => Build(world, typeof(WantsWhatIsNot)));
        Assert.Contains("nothing provides its parameter 'stream'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_field_that_two_modules_give_stops_the_start()
    {
        await using var world = await World.StartAsync();
        var failure = Assert.Throws<InvalidOperationException>(() => Build(world, typeof(NamesItsCaller), typeof(NamesItsCallerToo)));
        Assert.Contains("Query.planted is given twice", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_error_has_a_code_of_its_own_and_the_schema_tells_it()
    {
        await using var world = await World.StartAsync();
        var schema = world.Services.GetRequiredService<ISchema>();
        Type[] errors = [.. world.Services.GetRequiredService<Modules>().Types.Append(typeof(NotFound)).Concat(typeof(DomainError).Assembly.GetTypes()).Distinct()
            .Where(type => type is { IsAbstract: false } && type.IsAssignableTo(typeof(DomainError)) && type != typeof(InvalidScalar) && type != typeof(ReplayedError))];
        Assert.Empty(Shared(errors));
        Assert.NotEmpty(Shared([.. errors, typeof(CopiesACode)]));

        foreach (var shown in schema.AllTypes.OfType<ObjectGraphType>().Where(type => type.ResolvedInterfaces.Any(face => face.Name == "Error")))
            Assert.Contains("Its code is `", shown.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_type_field_argument_and_value_is_described()
    {
        await using var world = await World.StartAsync();
        Assert.Equal([], Undescribed(world.Services.GetRequiredService<ISchema>()));
        Assert.Equal(["Silent", "Silent.number"], Undescribed(Build(world, typeof(SaysNothing))));
    }

    private static IEnumerable<string> Shared(IEnumerable<Type> errors) => errors.GroupBy(ErrorCodes.Of).Where(group => group.Count() > 1).Select(group => $"{group.Key}: {string.Join(", ", group)}");

    private static IEnumerable<string> Undescribed(ISchema schema)
    {
        foreach (var type in schema.AllTypes.Where(type => !type.Name.StartsWith("__", StringComparison.Ordinal)))
        {
            if (string.IsNullOrWhiteSpace(type.Description) && type is not ScalarGraphType) yield return type.Name;
            if (type is EnumerationGraphType values)
                foreach (var value in values.Values.Where(value => string.IsNullOrWhiteSpace(value.Description))) yield return $"{type.Name}.{value.Name}";
            if (type is IComplexGraphType complex)
                foreach (var field in complex.Fields.Where(field => string.IsNullOrWhiteSpace(field.Description))) yield return $"{type.Name}.{field.Name}";
        }
    }

    private static Schema Build(World world, params Type[] planted) => SchemaBuilder.Build(world.Services, [.. world.Services.GetRequiredService<Modules>().Types, .. planted]);

    private sealed class CopiesACode() : DomainError("NOT_FOUND", "");

    [Extends<Query>]
    private static class NamesItsCaller
    {
        /// <summary>A planted field.</summary>
        [AllowAnonymous]
        public static int Planted() => 1;
    }

    [Extends<Query>]
    private static class NamesItsCallerToo
    {
        [AllowAnonymous]
        public static int Planted() => 2;
    }

    [Extends<Query>]
    private static class ForgetsItsCaller
    {
        public static int Planted() => 1;
    }

    [Extends<Query>]
    private static class WantsWhatIsNot
    {
        [AllowAnonymous]
        public static int Planted(Stream stream) => (int)stream.Length;
    }

    [Extends<Query>]
    private static class SaysNothing
    {
        [AllowAnonymous]
        public static Silent Planted() => new();
    }

    private sealed class Silent
    {
        public int Number => 1;
    }
}
