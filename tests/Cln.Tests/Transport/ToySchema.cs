using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Cln.Host.Graph.Transport;
using GraphQL;
using GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Tests.Transport;

/// <summary>A schema of a few fields that do to a transport what a real one may: wait, fail, tell much, and say who asks.</summary>
internal sealed class ToySchema : Schema
{
    private readonly Channel<string> told = Channel.CreateUnbounded<string>();

    public ToySchema()
    {
        Query = Reads();
        Mutation = Writes();
        Subscription = Tells();
    }

    /// <summary>How often the mutation has run.</summary>
    public int Bumps { get; private set; }

    /// <summary>How many events the endless subscription has given away.</summary>
    public int Flooded { get; private set; }

    /// <summary>What fields that wait have to tell: "began", then "cancelled".</summary>
    public async Task<string> HearAsync() => await told.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    private static ObjectGraphType Type(string name) => new() { Name = name };

    private ObjectGraphType Reads()
    {
        var type = Type("Query");
        type.Field<NonNullGraphType<StringGraphType>>("hello").Description("A greeting.").Resolve(_ => "world");
        type.Field<StringGraphType>("echo").Argument<StringGraphType>("text").Resolve(field => field.GetArgument<string?>("text"));
        type.Field<FloatGraphType>("number").Argument<FloatGraphType>("of").Resolve(field => field.GetArgument<double?>("of"));
        type.Field<NonNullGraphType<StringGraphType>>("nothing").Resolve(_ => null);
        type.Field<NonNullGraphType<StringGraphType>>("caller").Resolve(field => field.RequestServices!.GetRequiredService<Caller>().Principal);
        type.Field<NonNullGraphType<StringGraphType>>("scope").Resolve(field => field.RequestServices!.GetRequiredService<ToyScope>().Name);
        type.Field<StringGraphType>("wait").ResolveAsync(async field =>
        {
            await WaitAsync(field.CancellationToken);
            return null;
        });
        return type;
    }

    private ObjectGraphType Writes()
    {
        var type = Type("Mutation");
        type.Field<NonNullGraphType<IntGraphType>>("bump").Resolve(_ => ++Bumps);
        return type;
    }

    private ObjectGraphType Tells()
    {
        var type = Type("Subscription");
        Tell<IntGraphType>(type, "count", field => CountAsync(field.GetArgument<int>("to"))).Argument<NonNullGraphType<IntGraphType>>("to");
        Tell<StringGraphType>(type, "flood", _ => FloodAsync());
        Tell<StringGraphType>(type, "silence", _ => SilenceAsync());
        Tell<IntGraphType>(type, "stumble", _ => StumbleAsync());
        Tell<StringGraphType>(type, "refused", _ => throw new ExecutionError("There is no such stream.") { Code = "NO_STREAM" });
        return type;
    }

    private static GraphQL.Builders.FieldBuilder<object?, object> Tell<T>(ObjectGraphType type, string name, Func<IResolveFieldContext, IAsyncEnumerable<object?>> events)
        where T : GraphType =>
        type.Field<NonNullGraphType<T>>(name).Resolve(field => field.Source).ResolveStream(field => new Asked<object?>(events(field)));

    private static async IAsyncEnumerable<object?> CountAsync(int to, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        for (var number = 1; number <= to; number++)
        {
            await Task.Yield();
            cancellation.ThrowIfCancellationRequested();
            yield return number;
        }
    }

    private async IAsyncEnumerable<object?> FloodAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var kilobytes = new string('x', 16 * 1024);
        try
        {
            while (!cancellation.IsCancellationRequested)
            {
                await Task.Yield();
                Flooded++;
                yield return kilobytes;
            }
        }
        finally
        {
            told.Writer.TryWrite("cancelled");
        }
    }

    private async IAsyncEnumerable<object?> SilenceAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await WaitAsync(cancellation);
        yield break;
    }

    private static async IAsyncEnumerable<object?> StumbleAsync()
    {
        await Task.Yield();
        yield return 1;
        throw new InvalidOperationException("The secret of the house.");
    }

    private async Task WaitAsync(CancellationToken cancellation)
    {
        told.Writer.TryWrite("began");
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
        }
        catch (OperationCanceledException)
        {
            told.Writer.TryWrite("cancelled");
            throw;
        }
    }
}

/// <summary>Differs from scope to scope.</summary>
internal sealed class ToyScope
{
    public string Name { get; } = Guid.NewGuid().ToString("N");
}

/// <summary>Whether the rights of those who listen last.</summary>
internal sealed class ToyRights
{
    public bool Last { get; set; } = true;
}
