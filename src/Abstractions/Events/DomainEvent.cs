using System.Text.Json.Serialization;
using Cln.Graph;

namespace Cln.Events;

/// <summary>
/// Something that has happened to a reseller, named in the past tense. Told by <c>db.Tell(() => new …)</c>, stored as JSON in the change's
/// transaction, and handed after the commit to handlers, subscriptions and the <c>events</c> list.
/// </summary>
/// <param name="ResellerId">Whose event it is.</param>
public abstract record DomainEvent(long ResellerId)
{
    /// <summary>What it is about, for the <c>events</c> list; null when that is nothing with an id.</summary>
    [JsonIgnore]
    public virtual (Type Type, long Id)? Subject => null;

    protected static (Type Type, long Id) About<T>(long id)
        where T : INode => (typeof(T), id);
}

/// <summary>An event that happens all the time: a webhook is told of it only when it names it.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class FrequentAttribute : Attribute;

/// <summary>
/// Does something after an event's commit, in a transaction of its own together with the note that it is done: once, however often hosts
/// die. It is tried again with growing pauses when it fails.
/// </summary>
public interface IHandle<in TEvent>
    where TEvent : DomainEvent
{
    Task HandleAsync(TEvent happened, CancellationToken cancellation);
}

/// <summary>
/// The same for whoever goes by how things are now and not by the event: of several that wait for it, of one reseller, it is told the latest, and has done with the
/// earlier ones by that.
/// </summary>
public interface IHandleLatest<in TEvent> : IHandle<TEvent>
    where TEvent : DomainEvent;
