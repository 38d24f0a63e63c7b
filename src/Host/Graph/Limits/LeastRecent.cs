using System.Diagnostics.CodeAnalysis;

namespace Cln.Host.Graph.Limits;

/// <summary>Keeps what was used last, and forgets what wasn't for the longest time: so many entries, of so much weight together.</summary>
internal sealed class LeastRecent<TKey, TValue>(int entries, long weight)
    where TKey : notnull
{
    private readonly Lock gate = new();
    private readonly Dictionary<TKey, LinkedListNode<Entry>> byKey = [];
    private readonly LinkedList<Entry> byUse = new();
    private long weighed;

    public int Count
    {
        get
        {
            lock (gate) return byKey.Count;
        }
    }

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        lock (gate)
        {
            value = default;
            if (!byKey.TryGetValue(key, out var found)) return false;
            byUse.Remove(found);
            byUse.AddFirst(found);
            value = found.Value.Value;
            return true;
        }
    }

    /// <summary>The entry of this key, made when there is none.</summary>
    public TValue GetOrAdd(TKey key, Func<TValue> make)
    {
        lock (gate)
        {
            if (TryGet(key, out var known)) return known;
            var value = make();
            Add(key, value, 1);
            return value;
        }
    }

    /// <summary>Adds an entry if there is none of this key; what weighs more than all may isn't kept.</summary>
    public void Add(TKey key, TValue value, long heavy)
    {
        lock (gate)
        {
            if (heavy > weight || byKey.ContainsKey(key)) return;
            byKey[key] = byUse.AddFirst(new Entry(key, value, heavy));
            weighed += heavy;
            while (byKey.Count > entries || weighed > weight) Forget(byUse.Last!);
        }
    }

    private void Forget(LinkedListNode<Entry> last)
    {
        byUse.Remove(last);
        byKey.Remove(last.Value.Key);
        weighed -= last.Value.Weight;
    }

    private readonly record struct Entry(TKey Key, TValue Value, long Weight);
}
