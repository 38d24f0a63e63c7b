namespace Cln.FakeProviders.Keeping;

/// <summary>Something that happens by itself later.</summary>
/// <param name="Id">The thing that it happens to.</param>
internal sealed record Unripe(string Id, DateTimeOffset At) : IKept
{
    public bool Done { get; init; }
}
