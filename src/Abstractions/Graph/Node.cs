namespace Cln.Graph;

/// <summary>Something with an id that is unique over all types: <c>node(id:)</c> finds it again.</summary>
public interface INode
{
    long Id { get; }
}

/// <summary>Marks an entity that <c>node(id:)</c> finds, and the scope that reading it needs.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NodeAttribute(string scope) : Attribute
{
    public string Scope => scope;
}

/// <summary>A global id that callers send in, for a <typeparamref name="T"/>: <c>base64("TypeName:number")</c>. An id of another type is INVALID_ID.</summary>
public readonly record struct Id<T>(long Value)
    where T : INode;
