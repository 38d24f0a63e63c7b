namespace Cln.Data;

/// <summary>Whether the work that runs now is inside a unit of work's transaction. Nothing there may wait for the outside world: the transaction would be held open by it.</summary>
public static class OpenTransaction
{
    private static readonly AsyncLocal<Mark?> current = new();

    /// <summary>True for whatever is called, directly or not, by the work of a unit that hasn't ended.</summary>
    public static bool IsHere => current.Value is { Open: true };

    /// <summary>For the unit of work: marks what runs from here on, until it is disposed. Work that was started inside and outlives it is free again.</summary>
    public static IDisposable Begin()
    {
        var mark = new Mark(current.Value);
        current.Value = mark;
        return mark;
    }

    private sealed class Mark(Mark? outer) : IDisposable
    {
        public bool Open { get; private set; } = true;

        public void Dispose()
        {
            Open = false;
            current.Value = outer;
        }
    }
}
