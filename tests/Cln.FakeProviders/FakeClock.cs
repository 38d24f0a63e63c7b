namespace Cln.FakeProviders;

/// <summary>The time that the providers go by: the real one, or one that stands where it was put (<c>Fakes:Now</c>, <c>POST /_clock</c>).</summary>
internal sealed class FakeClock(TimeProvider real, DateTimeOffset? stands) : TimeProvider
{
    private readonly Lock gate = new();
    private DateTimeOffset? stands = stands;

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate) return stands ?? real.GetUtcNow();
    }

    public void Put(DateTimeOffset now)
    {
        lock (gate) stands = now;
    }

    public void Advance(TimeSpan by)
    {
        lock (gate) stands = (stands ?? real.GetUtcNow()) + by;
    }
}
