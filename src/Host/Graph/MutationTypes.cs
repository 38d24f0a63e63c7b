using System.Reflection;
using Cln.Graph;
using Cln.Host.Evolution;
using Cln.Host.Graph.Limits;
using Cln.Host.Idempotency;
using GraphQL;
using GraphQL.Resolvers;
using GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Host.Graph;

/// <summary>What a mutation answers: its result, or the caller's mistakes.</summary>
internal sealed record Payload(object? Result, IReadOnlyList<DomainError>? Errors);

/// <summary>A mutation as the engine runs it.</summary>
internal sealed record MutationInfo(string Name, bool SavesInSteps, bool IsAudited, IReadOnlySet<Type> Errors, Type ResultType, PropertyInfo? IdempotencyKey);

/// <summary>
/// The mutation convention: one argument <c>input</c>; a payload with the result and <c>errors</c>, a union of what the mutation throws.
/// </summary>
internal sealed class MutationTypes(OutputTypes outputs)
{
    public FieldType Field(MethodInfo method)
    {
        var input = InputOf(method);
        var shape = Shape.Of(method.ReturnParameter);
        var info = new MutationInfo(
            Names.Field(method), method.GetCustomAttribute<SavesInStepsAttribute>() is not null, method.GetCustomAttribute<UnauditedAttribute>() is null, Errors(method, input), shape.Type,
            input?.ParameterType.GetProperties().FirstOrDefault(property => (Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) == typeof(IdempotencyKey)));

        // A mutation that fails for a reason that nobody foresaw must not erase the answers of its neighbours, so the payload may be null.
        var field = outputs.Field(method, typeof(Mutation), PayloadType(info.Name, shape, info.Errors));
        var run = (FuncFieldResolver<object?>)field.Resolver!;
        field.Resolver = new FuncFieldResolver<object?>(context => new ValueTask<object?>(RunAsync(context, info, run)));
        return field;
    }

    private static async Task<object?> RunAsync(IResolveFieldContext context, MutationInfo info, IFieldResolver resolver)
    {
        var input = context.Arguments is { } arguments && arguments.TryGetValue("input", out var argument) ? argument.Value : null;
        var runner = context.RequestServices!.GetRequiredService<MutationRunner>();
        try
        {
            return new Payload(await runner.RunAsync(info, input, () => resolver.ResolveAsync(context).AsTask(), context.CancellationToken), Errors: null);
        }
        catch (DomainError error) when (error is ReplayedError || info.Errors.Contains(error.GetType()))
        {
            return new Payload(Result: null, [error]);
        }
        finally
        {
            if (info.IdempotencyKey is not null && runner.FirstSeenAt is { } first) TellReplay(context, first);
        }
    }

    /// <summary><c>extensions.idempotency</c>: which fields have the outcome of an earlier call, and since when there is one.</summary>
    private static void TellReplay(IResolveFieldContext context, DateTimeOffset first)
    {
        var told = context.GetOutputExtension("idempotency") as Dictionary<string, object?> ?? new(StringComparer.Ordinal) { ["replayed"] = true, ["firstSeenAt"] = first, ["fields"] = new List<string>() };
        ((List<string>)told["fields"]!).Add(context.FieldAst.Alias?.Name.StringValue ?? context.FieldAst.Name.StringValue);
        context.SetOutputExtension("idempotency", told);
    }

    private static ParameterInfo? InputOf(MethodInfo method)
    {
        var input = method.GetParameters().FirstOrDefault(parameter => parameter.Name == "input");
        if (input is not null && input.ParameterType.Name != method.Name.Replace("Async", "", StringComparison.Ordinal) + "Input")
            throw new InvalidOperationException($"The input of {method.DeclaringType}.{method.Name} is named {input.ParameterType.Name}; the convention is <Mutation>Input.");
        return input;
    }

    private static HashSet<Type> Errors(MethodInfo method, ParameterInfo? input)
    {
        var errors = method.GetCustomAttributes().OfType<IThrows>().Select(throws => throws.Error).ToHashSet();
        if (input is not null) errors.Add(typeof(InvalidInput));
        if (input?.ParameterType.GetProperties().Any(property => (Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) == typeof(IdempotencyKey)) is true)
        {
            errors.Add(typeof(IdempotencyKeyReused));
            errors.Add(typeof(IdempotencyInProgress));
            errors.Add(typeof(IdempotencyKeyExpired));
        }

        return errors;
    }

    private ObjectGraphType PayloadType(string mutation, Shape result, IReadOnlySet<Type> errors)
    {
        var name = char.ToUpperInvariant(mutation[0]) + mutation[1..];
        var payload = new ObjectGraphType { Name = $"{name}Payload", Description = $"What `{mutation}` answers." };
        if (result.Type.GetCustomAttribute<PayloadAttribute>() is null)
        {
            payload.AddField(new FieldType
            {
                Name = ResultName(result),
                Description = "The result; null when there are errors.",
                ResolvedType = outputs.Graph(result.AsNullable()),
                Resolver = new FuncFieldResolver<object?>(context => ((Payload)context.Source!).Result),
            });
        }
        else
        {
            foreach (var property in FieldSources.Properties(result.Type)) payload.AddField(PartOfResult(property));
        }

        if (errors.Count > 0) payload.AddField(ErrorsField(name, errors));
        return payload;
    }

    private FieldType PartOfResult(PropertyInfo property) => new FieldType
    {
        Name = Names.Field(property),
        Description = Documentation.Of(property),
        ResolvedType = outputs.Graph(Shape.Of(property).AsNullable()),
        Resolver = new FuncFieldResolver<object?>(context => ((Payload)context.Source!).Result is { } result ? property.GetValue(result) : null),
    }.WithDeprecation(property);

    private FieldType ErrorsField(string mutation, IReadOnlySet<Type> errors)
    {
        var union = new UnionGraphType { Name = $"{mutation}Error", Description = $"The mistakes that `{Names.Camel(mutation)}` tells its caller of." };
        foreach (var error in errors.OrderBy(error => error.Name, StringComparer.Ordinal)) union.AddPossibleType(outputs.Object(error));
        union.ResolveType = item => outputs.Object(item is ReplayedError replayed ? replayed.Type : item.GetType());
        return new FieldType
        {
            Name = "errors",
            Description = "What was wrong; null when it worked.",
            ResolvedType = new ListGraphType(new NonNullGraphType(union)),
            Resolver = new FuncFieldResolver<object?>(context => ((Payload)context.Source!).Errors),
        }.WithRows();
    }

    private static string ResultName(Shape result) =>
        result.Element is { } element ? Names.Plural(Names.Camel(Names.Type(element.Type))) : result.Type == typeof(bool) ? "boolean" : Names.Camel(Names.Type(result.Type));
}
