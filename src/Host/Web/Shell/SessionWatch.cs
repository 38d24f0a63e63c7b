namespace Cln.Host.Web.Shell;

/// <summary>Tells the shell of an open page when the API has noticed that whoever looks at it is no longer signed in, or has other rights than before.</summary>
internal sealed class SessionWatch
{
    /// <summary>The session has ended: signed out elsewhere, revoked, or too old.</summary>
    public bool HasEnded { get; private set; }

    public event EventHandler? Changed;

    public void Ended()
    {
        if (HasEnded) return;
        HasEnded = true;
        Changed?.Invoke(this, EventArgs.Empty);
    }

    /// <summary>Something was forbidden: rights may have been taken away.</summary>
    public void Forbade() => Changed?.Invoke(this, EventArgs.Empty);
}
