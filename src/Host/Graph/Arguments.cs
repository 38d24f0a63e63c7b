using System.Reflection;
using Cln.Graph;
using Cln.Host.Evolution;
using Cln.Host.Graph.Limits;
using Cln.Host.Graph.Listings;
using GraphQL;
using GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;
using NameAttribute = Cln.Graph.NameAttribute;

namespace Cln.Host.Graph;

/// <summary>Decides what each parameter of a field's method is: the parent, a service, a list's paging, or an argument of the field.</summary>
internal sealed class Arguments(InputTypes inputs, ListingTypes listings, IServiceProviderIsService services)
{
    /// <summary>Adds the method's arguments to the field, and answers how to fill its parameters.</summary>
    public Func<IResolveFieldContext, object?>[] Bind(MethodInfo method, Type? parent, FieldType field)
    {
        field.Arguments = [];
        return [.. method.GetParameters().Select(parameter => Bind(parameter, parent, field))];
    }

    private Func<IResolveFieldContext, object?> Bind(ParameterInfo parameter, Type? parent, FieldType field)
    {
        var type = parameter.ParameterType;
        if (type == typeof(CancellationToken)) return context => context.CancellationToken;
        if (type == typeof(IResolveFieldContext)) return context => context;
        if (parent is not null && type.IsAssignableFrom(parent)) return context => context.Source;
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Listing<>)) return listings.Bind(type.GetGenericArguments()[0], field);
        if (IsService(type)) return context => context.RequestServices!.GetRequiredService(type);

        var shape = Shape.Of(parameter);
        if (!inputs.CanBeSent(shape))
        {
            throw new InvalidOperationException(
                $"{parameter.Member.DeclaringType}.{parameter.Member.Name}: nothing provides its parameter '{parameter.Name}' ({type}). " +
                "It is no registered service, and it can't be sent as an argument. A contract that is missing belongs to a module that is off: turn that on, or this one off.");
        }

        return Argument(parameter, shape, field);
    }

    private Func<IResolveFieldContext, object?> Argument(ParameterInfo parameter, Shape shape, FieldType field)
    {
        var name = parameter.GetCustomAttribute<NameAttribute>()?.Name ?? parameter.Name!;
        var optional = parameter.HasDefaultValue;
        field.Arguments!.Add(new QueryArgument(inputs.Graph(optional && parameter.DefaultValue is null ? shape.AsNullable() : shape))
        {
            Name = name,
            Description = Documentation.Of(parameter),
            DefaultValue = optional ? parameter.DefaultValue : null,
        }.WithDeprecation(parameter));
        if (name == "first" && shape.Type == typeof(int)) field.WithRows(name);
        var read = inputs.Reader(shape);
        return context => context.Arguments is { } sent && sent.TryGetValue(name, out var argument) ? read(argument.Value) : optional ? parameter.DefaultValue : null;
    }

    private bool IsService(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEnumerable<>)
            ? type.GetGenericArguments()[0].IsInterface && services.IsService(type)
            : services.IsService(type);
}
