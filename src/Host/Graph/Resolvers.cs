using System.Reflection;
using GraphQL;
using GraphQL.Resolvers;

namespace Cln.Host.Graph;

/// <summary>Runs a field's method or reads its property.</summary>
internal static class Resolvers
{
    public static IFieldResolver Of(PropertyInfo property)
    {
        var read = MethodInvoker.Create(property.GetMethod!);
        return new FuncFieldResolver<object?>(context => read.Invoke(context.Source));
    }

    public static Func<IResolveFieldContext, ValueTask<object?>> Of(MethodInfo method, Func<IResolveFieldContext, object?>[] parameters)
    {
        var invoke = MethodInvoker.Create(method);
        var finish = Finisher(method.ReturnType);
        return context =>
        {
            var arguments = new object?[parameters.Length];
            for (var i = 0; i < arguments.Length; i++) arguments[i] = parameters[i](context);
            return finish(invoke.Invoke(method.IsStatic ? null : context.Source, arguments.AsSpan()));
        };
    }

    private static Func<object?, ValueTask<object?>> Finisher(Type type)
    {
        if (!type.IsGenericType) return value => new(value);
        var wrapper = type.GetGenericTypeDefinition();
        var name = wrapper == typeof(Task<>) ? nameof(Await) : wrapper == typeof(ValueTask<>) ? nameof(AwaitValue) : null;
        return name is null
            ? value => new(value)
            : typeof(Resolvers).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type.GetGenericArguments()[0]).CreateDelegate<Func<object?, ValueTask<object?>>>();
    }

    private static async ValueTask<object?> Await<T>(object? task) => await (Task<T>)task!;

    private static async ValueTask<object?> AwaitValue<T>(object? task) => await (ValueTask<T>)task!;
}
