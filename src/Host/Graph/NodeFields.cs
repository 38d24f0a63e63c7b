using System.Reflection;
using System.Runtime.CompilerServices;
using Cln.Data;
using Cln.Graph;
using Cln.Host.Graph.Limits;
using GraphQL;
using GraphQL.Resolvers;
using GraphQL.Types;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Host.Graph;

/// <summary><c>node(id:)</c> and <c>nodes(ids:)</c>: any entity marked [Node], if its scope and the tenant filter let it through.</summary>
internal sealed class NodeFields(OutputTypes outputs, TypeMap map)
{
    public const int MostIds = 100;

    public void AddTo(ObjectGraphType query)
    {
        query.AddField(new FieldType
        {
            Name = "node",
            Description = "The thing with this id; null when there is none that the caller may see. Needs a signed-in caller, and for each type the scope that reading it needs.",
            ResolvedType = outputs.Node,
            Arguments = [new QueryArgument(new NonNullGraphType(map.Id)) { Name = "id" }],
            Resolver = new FuncFieldResolver<object?>(async context => await FindAsync(context, context.GetArgument<string>("id"))),
        }.ForSignedIn());
        query.AddField(new FieldType
        {
            Name = "nodes",
            Description = $"The things with these ids, in their order, at most {MostIds}; null for each that the caller may not see.",
            ResolvedType = new NonNullGraphType(new ListGraphType(outputs.Node)),
            Arguments = [new QueryArgument(new NonNullGraphType(new ListGraphType(new NonNullGraphType(map.Id)))) { Name = "ids" }],
            Resolver = new FuncFieldResolver<object?>(async context => await FindAllAsync(context)),
        }.ForSignedIn().WithRows("ids"));
    }

    private static async Task<object?[]> FindAllAsync(IResolveFieldContext context)
    {
        var ids = context.GetArgument<List<string>>("ids");
        if (ids.Count > MostIds) throw new InvalidInput("ids", $"at most {MostIds} can be asked for at once.");
        var found = new object?[ids.Count];
        for (var i = 0; i < found.Length; i++) found[i] = await FindAsync(context, ids[i]);
        return found;
    }

    private static async Task<object?> FindAsync(IResolveFieldContext context, string text)
    {
        var caller = context.RequestServices!.GetRequiredService<Caller>();
        var db = context.RequestServices!.GetRequiredService<ClnDbContext>();
        if (NodeIds.TryDecode(text) is not { } id || !NodeLoader.TypesOf(db).TryGetValue(id.Type, out var type)) return null;
        return caller.Has(type.GetCustomAttribute<NodeAttribute>()!.Scope) ? await NodeLoader.FindAsync(db, type, id.Id, context.CancellationToken) : null;
    }
}

internal static class NodeLoader
{
    private static readonly MethodInfo find = typeof(NodeLoader).GetMethod(nameof(FindAsync), BindingFlags.NonPublic | BindingFlags.Static, [typeof(ClnDbContext), typeof(long), typeof(CancellationToken)])!;

    /// <summary>The entities that have global ids, by their names in the schema.</summary>
    public static IReadOnlyDictionary<string, Type> TypesOf(ClnDbContext db) => types.GetValue(db.Model, static model => model.GetEntityTypes()
        .Select(entity => entity.ClrType).Where(type => type.GetCustomAttribute<NodeAttribute>() is not null).ToDictionary(Names.Type, StringComparer.Ordinal));

    private static readonly ConditionalWeakTable<IModel, Dictionary<string, Type>> types = [];

    /// <summary>The entity of this type and number, through the tenant filter.</summary>
    public static Task<object?> FindAsync(ClnDbContext db, Type type, long id, CancellationToken cancellation) =>
        (Task<object?>)find.MakeGenericMethod(type).Invoke(null, [db, id, cancellation])!;

    private static async Task<object?> FindAsync<T>(ClnDbContext db, long id, CancellationToken cancellation)
        where T : class, INode => await db.Set<T>().FirstOrDefaultAsync(row => row.Id == id, cancellation);
}
