using System.Text.Json;
using Cln.Events;

namespace Cln.Host.Events;

/// <summary>The events and handlers among the composed types, by name.</summary>
internal sealed class EventTypes
{
    private readonly Dictionary<string, Type> events;
    private readonly Dictionary<string, (Type Handler, Type Event)> handlers;
    private readonly ILookup<Type, string> handlersOf;

    public EventTypes(IEnumerable<Type> composed)
    {
        Type[] types = [.. composed.Concat(typeof(DomainEvent).Assembly.GetTypes()).Distinct().Where(type => !type.IsAbstract)];
        events = types.Where(type => type.IsAssignableTo(typeof(DomainEvent))).ToDictionary(type => type.Name, StringComparer.Ordinal);
        handlers = (from type in types
                    from contract in type.GetInterfaces()
                    where contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IHandle<>)
                    select (Name: $"{type.FullName}:{contract.GetGenericArguments()[0].Name}", Handler: type, Event: contract.GetGenericArguments()[0]))
            .ToDictionary(found => found.Name, found => (found.Handler, found.Event), StringComparer.Ordinal);
        handlersOf = handlers.ToLookup(handler => handler.Value.Event, handler => handler.Key);
    }

    /// <summary>Every event that there is, by name.</summary>
    public IEnumerable<Type> All => events.Values.OrderBy(type => type.Name, StringComparer.Ordinal);

    public bool Has(string name) => events.ContainsKey(name);

    /// <summary>It happens all the time.</summary>
    public bool IsFrequent(string name) => events.TryGetValue(name, out var type) && IsFrequent(type);

    public static bool IsFrequent(Type type) => type.IsDefined(typeof(FrequentAttribute), inherit: false);

    public IEnumerable<Type> HandlerTypes => handlers.Values.Select(handler => handler.Handler).Distinct();

    public IEnumerable<string> HandlersOf(DomainEvent happened) => handlersOf[happened.GetType()];

    public Type? Handler(string name) => handlers.GetValueOrDefault(name).Handler;

    /// <summary>Of several events that wait for this handler, of one reseller, it takes the latest for all.</summary>
    public bool TakesLatest(string name) => Handler(name)?.GetInterfaces().Any(contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IHandleLatest<>)) is true;

    public static string Write(DomainEvent happened) => JsonSerializer.Serialize(happened, happened.GetType(), Json.Options);

    /// <summary>The event that a row holds; null when the module that told it is not loaded.</summary>
    public DomainEvent? Read(EventRow row) => events.TryGetValue(row.Type, out var type) ? (DomainEvent?)JsonSerializer.Deserialize(row.Body, type, Json.Options) : null;
}
