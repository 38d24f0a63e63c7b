namespace Cln.FakeProviders.Keeping;

/// <summary>Something in the books. It never changes: a new one takes its place.</summary>
internal interface IKept
{
    string Id { get; }
}
