namespace Cln.Graph;

/// <summary>Adds the public methods of the marked static class as fields of the GraphQL type of <typeparamref name="T"/>.</summary>
/// <remarks>
/// A parameter is the parent (of type <typeparamref name="T"/>), a service, a cancellation token, or else an argument of the field;
/// the field's name is the method's in camel case, without <c>Async</c>; its description is the doc comment; nullability is C#'s.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class ExtendsAttribute<T> : Attribute, IExtends
{
    public Type Target => typeof(T);
}

public interface IExtends
{
    Type Target { get; }
}

/// <summary>Where reading starts.</summary>
public sealed class Query;

/// <summary>Where changing starts. Each field is one transaction: saved when it returns, forgotten when it fails.</summary>
public sealed class Mutation;

/// <summary>What can be listened to. Events arrive in order, after the change that they tell of has been committed.</summary>
public sealed class Subscription;
