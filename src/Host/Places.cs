namespace Cln.Host;

/// <summary>How many of something each of many has at once. Threads may share it.</summary>
internal sealed class Places
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, int> taken = new(StringComparer.Ordinal);

    /// <summary>A place for one more, to be given back by disposing of it; null when there are that many already.</summary>
    /// <param name="who">Whose.</param>
    /// <param name="most">How many there may be.</param>
    public IDisposable? Enter(string who, int most)
    {
        lock (gate)
        {
            var now = taken.GetValueOrDefault(who);
            if (now >= most) return null;
            taken[who] = now + 1;
            return new Place(this, who);
        }
    }

    private void Leave(string who)
    {
        lock (gate)
        {
            if (--taken[who] == 0) taken.Remove(who);
        }
    }

    private sealed class Place(Places places, string who) : IDisposable
    {
        private int left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref left, 1) == 0) places.Leave(who);
        }
    }
}
