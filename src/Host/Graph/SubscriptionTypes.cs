using System.Reflection;
using System.Runtime.CompilerServices;
using Cln.Graph;
using Cln.Host.Graph.Transport;
using GraphQL;
using GraphQL.Resolvers;
using GraphQL.Types;

namespace Cln.Host.Graph;

/// <summary>Subscription fields: methods that return <c>IAsyncEnumerable&lt;Told&lt;T&gt;&gt;</c>.</summary>
internal static class SubscriptionTypes
{
    public static FieldType Field(MethodInfo method, OutputTypes outputs)
    {
        if (!method.ReturnType.IsGenericType || method.ReturnType.GetGenericTypeDefinition() != typeof(IAsyncEnumerable<>))
            throw new InvalidOperationException($"The subscription {method.DeclaringType}.{method.Name} must return IAsyncEnumerable<T>.");

        var field = outputs.Field(method, typeof(Subscription));
        var start = (FuncFieldResolver<object?>)field.Resolver!;
        var each = typeof(SubscriptionTypes).GetMethod(nameof(EachAsync), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(method.ReturnType.GetGenericArguments()[0]).CreateDelegate<Func<object, CancellationToken, IAsyncEnumerable<object?>>>();
        field.StreamResolver = new Stream(start, each);
        field.Resolver = new FuncFieldResolver<object?>(context => context.Source);
        return field;
    }

    private static async IAsyncEnumerable<object?> EachAsync<T>(object items, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var item in ((IAsyncEnumerable<T>)items).WithCancellation(cancellation)) yield return item;
    }

    private sealed class Stream(IFieldResolver start, Func<object, CancellationToken, IAsyncEnumerable<object?>> each) : ISourceStreamResolver
    {
        public async ValueTask<IObservable<object?>> ResolveAsync(IResolveFieldContext context) => new Asked<object?>(each((await start.ResolveAsync(context))!, CancellationToken.None));
    }
}
