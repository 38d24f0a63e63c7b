namespace Cln.Graph;

/// <summary>The scope that a caller needs for this field. Every root field has one, or says <see cref="AllowAnonymousAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public sealed class ScopeAttribute(string scope) : Attribute
{
    public string Scope => scope;
}

/// <summary>Anybody may use this field, signed in or not.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AllowAnonymousAttribute : Attribute;

/// <summary>Any signed-in caller may use this field, whatever its scopes.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SignedInAttribute : Attribute;

/// <summary>A mistake that this mutation tells its caller of, as a member of the payload's <c>errors</c>.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class ThrowsAttribute<TError> : Attribute, IThrows
    where TError : DomainError
{
    public Type Error => typeof(TError);
}

public interface IThrows
{
    Type Error { get; }
}

/// <summary>Public for the program, not part of the schema.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Method | AttributeTargets.Class)]
public sealed class HiddenAttribute : Attribute;

/// <summary>This mutation's result is a set of named fields of the payload instead of one.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class PayloadAttribute : Attribute;

/// <summary>This mutation saves in steps of its own (through <c>IUnitOfWork</c>), because it talks to somebody outside between them.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SavesInStepsAttribute : Attribute;

/// <summary>This mutation may be asked to do a thing thousands of times, all of them in one transaction, and has as long for it as one that waits for somebody outside.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BulkAttribute : Attribute;

/// <summary>This mutation leaves no entry in the audit log: nobody decides on it, and it happens all the time.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UnauditedAttribute : Attribute;

/// <summary>This mutation signs somebody in or moves money: a request has at most one field like it, so that guessing and spending take a request each.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OncePerRequestAttribute : Attribute;

/// <summary>The name of the field, type, argument or enum value in the schema, where C#'s own doesn't serve.</summary>
[AttributeUsage(AttributeTargets.All)]
public sealed class NameAttribute(string name) : Attribute
{
    public string Name => name;
}

/// <summary>Callers can filter lists by this property, and order them by it: it becomes a member of <c>where</c> and of <c>order</c>.</summary>
/// <param name="name">The name in the schema; by default the property's.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ListedAttribute(string? name = null) : Attribute
{
    public string? Name => name;

    /// <summary>The property that the list is ordered by when callers order it by this one; by default the same.</summary>
    public string? OrderedBy { get; init; }

    /// <summary>The stored property that this one is another name of.</summary>
    public string? NameOf { get; init; }
}

/// <summary>
/// Use something else: the field, argument, input member or enum value is shown as deprecated, whoever still uses it is told, and it may be taken out of
/// the schema after the day of its removal.
/// </summary>
/// <param name="instead">What to use, as a sentence: "Use `registeredAt`."</param>
/// <param name="removal">The last day on which it is promised to be there: "2027-06-01". Another form stops the start.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Parameter | AttributeTargets.Field)]
public sealed class DeprecatedAttribute(string instead, string removal) : Attribute
{
    public string Instead => instead;

    public string Removal => removal;
}

/// <summary>What this field of the query answers is the same for everybody who isn't signed in: a cache on the way may keep it for so long.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CacheableAttribute(int seconds) : Attribute
{
    public int Seconds => seconds;
}
