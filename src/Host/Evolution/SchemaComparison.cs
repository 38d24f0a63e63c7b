using System.Globalization;
using GraphQLParser;
using GraphQLParser.AST;
using static Cln.Host.Evolution.ApiChangeImpact;
using static Cln.Host.Evolution.ApiChangeKind;

namespace Cln.Host.Evolution;

/// <summary>
/// What has changed between two schemas, each as text, and what that means to clients of the earlier one: by the rules that graphql-js and its users go by. Descriptions
/// are not compared. What was announced to be removed and is removed after that day is dangerous and not breaking.
/// </summary>
internal sealed class SchemaComparison
{
    private readonly List<SchemaChange> changes = [];
    private readonly DateOnly today;

    private SchemaComparison(DateOnly today) => this.today = today;

    public static IReadOnlyList<SchemaChange> Of(string before, string now, DateOnly today)
    {
        var comparison = new SchemaComparison(today);
        comparison.Documents(Parser.Parse(before), Parser.Parse(now));
        return [.. comparison.changes.OrderBy(change => change.Impact).ThenBy(change => change.Path, StringComparer.Ordinal)];
    }

    private void Documents(GraphQLDocument before, GraphQLDocument now)
    {
        var roots = SchemaParts.RootsOf(now);
        foreach (var (operation, type) in SchemaParts.RootsOf(before))
        {
            if (!roots.TryGetValue(operation, out var has)) Tell(Breaking, Removed, $"schema.{operation}", $"There is no {operation} any more.");
            else if (has != type) Tell(Breaking, Changed, $"schema.{operation}", $"Its type is {has} and was {type}.");
        }

        Pair(
            SchemaParts.TypesOf(before), SchemaParts.TypesOf(now),
            gone => Tell(Breaking, Removed, gone.Name(), "The type was removed."),
            added => Tell(Safe, Added, added.Name(), $"The type is new: {SchemaParts.KindOf(added)}."),
            Types);
        Pair(
            before.Definitions.OfType<GraphQLDirectiveDefinition>(), now.Definitions.OfType<GraphQLDirectiveDefinition>(),
            gone => Tell(Breaking, Removed, $"@{gone.Name()}", "The directive was removed."),
            added => Tell(Safe, Added, $"@{added.Name()}", "The directive is new."),
            Directives);
    }

    private void Types(GraphQLTypeDefinition before, GraphQLTypeDefinition now)
    {
        var path = now.Name();
        if (before.Kind != now.Kind)
        {
            Tell(Breaking, Changed, path, $"It is {SchemaParts.KindOf(now)} and was {SchemaParts.KindOf(before)}.");
            return;
        }

        Pair(
            SchemaParts.FieldsOf(before), SchemaParts.FieldsOf(now),
            gone => Remove(gone, $"{path}.{gone.Name()}", "field"),
            added => Tell(Safe, Added, $"{path}.{added.Name()}", $"The field is new: {SchemaParts.Print(added.Type)}."),
            (was, has) => Fields(was, has, $"{path}.{has.Name()}"));
        Names(
            SchemaParts.InterfacesOf(before), SchemaParts.InterfacesOf(now),
            gone => Tell(Breaking, Changed, path, $"It doesn't implement {gone} any more."),
            added => Tell(Dangerous, Changed, path, $"It implements {added} now, so that fields of that type may answer with it."));
        if (before is GraphQLUnionTypeDefinition union) Members(union, (GraphQLUnionTypeDefinition)now, path);
        if (before is GraphQLEnumTypeDefinition values) Values(values, (GraphQLEnumTypeDefinition)now, path);
        if (before is GraphQLInputObjectTypeDefinition input) Inputs(input, (GraphQLInputObjectTypeDefinition)now, path);
    }

    private void Fields(GraphQLFieldDefinition before, GraphQLFieldDefinition now, string path)
    {
        Output(before.Type, now.Type, path);
        Deprecations(before, now, path);
        Pair(
            before.Arguments?.Items ?? [], now.Arguments?.Items ?? [],
            gone => Remove(gone, $"{path}({gone.Name()}:)", "argument"),
            added => AddInput(added, $"{path}({added.Name()}:)", "argument", Dangerous),
            (was, has) => Input(was, has, $"{path}({has.Name()}:)"));
    }

    private void Output(GraphQLType before, GraphQLType now, string path)
    {
        var (was, has) = (SchemaParts.Print(before), SchemaParts.Print(now));
        if (was != has) Tell(SchemaParts.CanReplaceOutput(before, now) ? Safe : Breaking, Changed, path, $"Its type is {has} and was {was}.");
    }

    private void Members(GraphQLUnionTypeDefinition before, GraphQLUnionTypeDefinition now, string path) => Names(
        (before.Types?.Items ?? []).Select(SchemaParts.Name), (now.Types?.Items ?? []).Select(SchemaParts.Name),
        gone => Tell(Breaking, Changed, path, $"{gone} is no member any more."),
        added => Tell(Dangerous, Changed, path, $"{added} is a member now, which may be answered."));

    private void Values(GraphQLEnumTypeDefinition before, GraphQLEnumTypeDefinition now, string path) => Pair(
        before.Values?.Items ?? [], now.Values?.Items ?? [],
        gone => Remove(gone, $"{path}.{gone.Name()}", "value"),
        added => Tell(Dangerous, Added, $"{path}.{added.Name()}", "The value is new, and may be answered."),
        (was, has) => Deprecations(was, has, $"{path}.{has.Name()}"));

    private void Inputs(GraphQLInputObjectTypeDefinition before, GraphQLInputObjectTypeDefinition now, string path) => Pair(
        before.Fields?.Items ?? [], now.Fields?.Items ?? [],
        gone => Remove(gone, $"{path}.{gone.Name()}", "input field"),
        added => AddInput(added, $"{path}.{added.Name()}", "input field", Dangerous),
        (was, has) => Input(was, has, $"{path}.{has.Name()}"));

    private void AddInput(GraphQLInputValueDefinition added, string path, string what, ApiChangeImpact optional)
    {
        var isRequired = added is { Type: GraphQLNonNullType, DefaultValue: null };
        Tell(isRequired ? Breaking : optional, Added, path, isRequired ? $"The {what} is new, and must be sent." : $"The {what} is new, and may be left out.");
    }

    private void Input(GraphQLInputValueDefinition before, GraphQLInputValueDefinition now, string path)
    {
        var (was, has) = (SchemaParts.Print(before.Type), SchemaParts.Print(now.Type));
        if (was != has) Tell(SchemaParts.CanReplaceInput(before.Type, now.Type) ? Safe : Breaking, Changed, path, $"Its type is {has} and was {was}.");
        var (stood, stands) = (SchemaParts.Print(before.DefaultValue), SchemaParts.Print(now.DefaultValue));
        if (stood != stands) Tell(Dangerous, Changed, path, $"Its default is {stands} and was {stood}.");
        Deprecations(before, now, path);
    }

    private void Directives(GraphQLDirectiveDefinition before, GraphQLDirectiveDefinition now)
    {
        var path = $"@{now.Name()}";
        if (before.Repeatable && !now.Repeatable) Tell(Breaking, Changed, path, "It may not be repeated any more.");
        if (!before.Repeatable && now.Repeatable) Tell(Safe, Changed, path, "It may be repeated now.");
        Names(
            before.Locations.Items.Select(place => place.ToString()), now.Locations.Items.Select(place => place.ToString()),
            gone => Tell(Breaking, Changed, path, $"It may not stand at {gone} any more."),
            added => Tell(Safe, Changed, path, $"It may stand at {added} now."));
        Pair(
            before.Arguments?.Items ?? [], now.Arguments?.Items ?? [],
            gone => Remove(gone, $"{path}({gone.Name()}:)", "argument"),
            added => AddInput(added, $"{path}({added.Name()}:)", "argument", Safe),
            (was, has) => Input(was, has, $"{path}({has.Name()}:)"));
    }

    private void Deprecations(ASTNode before, ASTNode now, string path)
    {
        switch (SchemaParts.DeprecationOf(before), SchemaParts.DeprecationOf(now))
        {
            case (null, { } reason):
                Tell(Safe, Deprecated, path, reason);
                break;
            case ({ }, null):
                Tell(Safe, Changed, path, "It isn't deprecated any more.");
                break;
            case ({ } was, { } has) when was != has:
                Tell(Safe, Deprecated, path, has);
                break;
        }
    }

    private void Remove(ASTNode gone, string path, string what)
    {
        var until = SchemaParts.PromisedUntil(gone);
        if (until < today) Tell(Dangerous, Removed, path, string.Create(CultureInfo.InvariantCulture, $"The {what} was removed, as was announced for after {until:yyyy-MM-dd}."));
        else if (until is not null) Tell(Breaking, Removed, path, string.Create(CultureInfo.InvariantCulture, $"The {what} was removed, though it was promised until {until:yyyy-MM-dd}."));
        else Tell(Breaking, Removed, path, $"The {what} was removed.");
    }

    private void Tell(ApiChangeImpact impact, ApiChangeKind kind, string path, string text) => changes.Add(new(impact, kind, path, text));

    private static void Pair<T>(IEnumerable<T> before, IEnumerable<T> now, Action<T> gone, Action<T> added, Action<T, T> both)
        where T : INamedNode
    {
        var has = now.ToDictionary(SchemaPartName, StringComparer.Ordinal);
        foreach (var was in before)
        {
            if (has.Remove(was.Name(), out var still)) both(was, still);
            else gone(was);
        }

        foreach (var more in has.Values) added(more);
    }

    private static string SchemaPartName<T>(T part)
        where T : INamedNode => part.Name();

    private static void Names(IEnumerable<string> before, IEnumerable<string> now, Action<string> gone, Action<string> added)
    {
        var (was, has) = (before.ToHashSet(StringComparer.Ordinal), now.ToHashSet(StringComparer.Ordinal));
        foreach (var name in was.Except(has)) gone(name);
        foreach (var name in has.Except(was)) added(name);
    }
}
