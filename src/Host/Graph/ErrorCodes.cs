using System.Reflection;
using System.Runtime.CompilerServices;

namespace Cln.Host.Graph;

/// <summary>The code of each class of error: a constant, whatever the error is about, so that the schema can tell it.</summary>
internal static class ErrorCodes
{
    public static string Of(Type error)
    {
        var constructor = error.GetConstructors(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)[0];
        try
        {
            return ((DomainError)constructor.Invoke([.. constructor.GetParameters().Select(Any)])).Code;
        }
        catch (TargetInvocationException failure)
        {
            throw new InvalidOperationException($"The constructor of the error {error} must work with empty texts and lists, zeros and first values, so that its code can be told.", failure.InnerException);
        }
    }

    private static object? Any(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        if (type == typeof(string)) return "";
        if (type.IsArray) return Array.CreateInstance(type.GetElementType()!, 0);
        if (type.IsGenericType && type.IsAssignableFrom(typeof(List<>).MakeGenericType(type.GetGenericArguments()[0]))) return Activator.CreateInstance(typeof(List<>).MakeGenericType(type.GetGenericArguments()[0]));
        return type.IsValueType ? Activator.CreateInstance(type) : type.IsAbstract ? null : RuntimeHelpers.GetUninitializedObject(type);
    }
}
