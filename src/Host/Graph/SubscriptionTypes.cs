using System.Reflection;
using Cln.Graph;
using GraphQL;
using GraphQL.Resolvers;
using GraphQL.Types;

namespace Cln.Host.Graph;

/// <summary>Subscription fields: methods that return <c>IAsyncEnumerable&lt;T&gt;</c>.</summary>
internal static class SubscriptionTypes
{
    public static FieldType Field(MethodInfo method, OutputTypes outputs)
    {
        if (!method.ReturnType.IsGenericType || method.ReturnType.GetGenericTypeDefinition() != typeof(IAsyncEnumerable<>))
            throw new InvalidOperationException($"The subscription {method.DeclaringType}.{method.Name} must return IAsyncEnumerable<T>.");

        var field = outputs.Field(method, typeof(Subscription));
        var start = (FuncFieldResolver<object?>)field.Resolver!;
        var observe = typeof(SubscriptionTypes).GetMethod(nameof(Observe), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(method.ReturnType.GetGenericArguments()[0]).CreateDelegate<Func<object, CancellationToken, IObservable<object?>>>();
        field.StreamResolver = new Stream(start, observe);
        field.Resolver = new FuncFieldResolver<object?>(context => context.Source);
        return field;
    }

    private static AsyncObservable<T> Observe<T>(object items, CancellationToken cancellation) => new((IAsyncEnumerable<T>)items, cancellation);

    private sealed class Stream(IFieldResolver start, Func<object, CancellationToken, IObservable<object?>> observe) : ISourceStreamResolver
    {
        public async ValueTask<IObservable<object?>> ResolveAsync(IResolveFieldContext context) => observe((await start.ResolveAsync(context))!, context.CancellationToken);
    }

    /// <summary>Pulls the next event only when the observer has taken the last one.</summary>
    private sealed class AsyncObservable<T>(IAsyncEnumerable<T> items, CancellationToken cancellation) : IObservable<object?>
    {
        public IDisposable Subscribe(IObserver<object?> observer)
        {
            var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            _ = PumpAsync(observer, stop.Token);
            return new Stop(stop);
        }

        private async Task PumpAsync(IObserver<object?> observer, CancellationToken stopped)
        {
            await Task.Yield();
            try
            {
                await foreach (var item in items.WithCancellation(stopped)) observer.OnNext(item);
                observer.OnCompleted();
            }
            catch (OperationCanceledException) when (stopped.IsCancellationRequested)
            {
                observer.OnCompleted();
            }
            catch (Exception failure)
            {
                observer.OnError(failure);
            }
        }
    }

    private sealed class Stop(CancellationTokenSource source) : IDisposable
    {
        public void Dispose()
        {
            source.Cancel();
            source.Dispose();
        }
    }
}
