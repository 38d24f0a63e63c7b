using System.Reflection;
using Cln.Data;
using Cln.Graph;
using Cln.Host.Graph.Listings;
using GraphQL;
using GraphQL.Conversion;
using GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Host.Graph;

/// <summary>Composes the one schema from the [Extends&lt;T&gt;] classes of the host and the modules. Whatever is wrong with a field stops the start here.</summary>
internal static class SchemaBuilder
{
    public static Schema Build(IServiceProvider services, IEnumerable<Type> types)
    {
        var map = new TypeMap();
        var sources = new FieldSources(types);
        var outputs = new OutputTypes(map, sources);
        outputs.Arguments = new(new InputTypes(map), new ListingTypes(map), services.GetRequiredService<IServiceProviderIsService>());
        outputs.AddInterfaceFields();

        var mutations = new MutationTypes(outputs);
        var schema = new Schema(services, runConfigurations: false)
        {
            NameConverter = DefaultNameConverter.Instance,
            Query = Root<Query>(sources, method => outputs.Field(method, typeof(Query))),
            Mutation = Root<Mutation>(sources, mutations.Field),
            Subscription = Root<Subscription>(sources, method => SubscriptionTypes.Field(method, outputs)),
        };
        if (schema.Mutation.Fields.Count == 0) schema.Mutation = null;
        if (schema.Subscription.Fields.Count == 0) schema.Subscription = null;

        using (var scope = services.CreateScope())
        {
            // An entity of a module that is off isn't in the model.
            foreach (var node in NodeLoader.TypesOf(scope.ServiceProvider.GetRequiredService<ClnDbContext>()).Values) outputs.Object(node);
        }

        new NodeFields(outputs, map).AddTo((ObjectGraphType)schema.Query);
        foreach (var type in outputs.All) schema.RegisterType(type);

        // No field need be of this type for payloads to have errors that are.
        schema.RegisterType(outputs.Error);

        // The engine looks up the types of variables by name, and must find the instances that the fields have.
        foreach (var scalar in map.BuiltIn) schema.ReplaceScalar(scalar);
        schema.Features.DeprecationOfInputValues = true;
        schema.Initialize();

        // The field __type belongs to no type, and ReplaceScalar passes it by.
        schema.TypeMetaFieldType.Arguments!.Find("name")!.ResolvedType = new NonNullGraphType(map.Outputs[typeof(string)]);
        return schema;
    }

    private static ObjectGraphType Root<T>(FieldSources sources, Func<MethodInfo, FieldType> make)
    {
        var root = new ObjectGraphType { Name = typeof(T).Name, Description = Documentation.Of(typeof(T)) };
        foreach (var method in sources.Extensions(typeof(T)))
        {
            var field = make(method);
            if (field.RightsAsked() is null)
                throw new InvalidOperationException($"{method.DeclaringType}.{method.Name} must say who may use it: [Scope(…)], [SignedIn] or [AllowAnonymous].");
            if (root.Fields.Find(field.Name) is not null)
                throw new InvalidOperationException($"{typeof(T).Name}.{field.Name} is given twice, the second time by {method.DeclaringType}.");
            root.AddField(field);
        }

        return root;
    }
}
