namespace Cln.Host.Graph.Transport;

/// <summary>The results that wait for one client to read them, counted in messages and in bytes over all of its operations.</summary>
internal sealed class Backlog(TransportLimits limits)
{
    private readonly Lock gate = new();
    private int messages;
    private int bytes;

    /// <summary>Takes a place for a result; false when there is none left, and the client has to go.</summary>
    public bool TryEnter(int size)
    {
        lock (gate)
        {
            if (messages >= limits.BacklogMessages || bytes + size > limits.BacklogBytes) return false;
            messages++;
            bytes += size;
            return true;
        }
    }

    public void Leave(int size)
    {
        lock (gate)
        {
            messages--;
            bytes -= size;
        }
    }
}

/// <summary>The client doesn't read as fast as its subscriptions tell, and more is waiting for it than may.</summary>
internal sealed class SlowReader() : Exception("The client does not read what it subscribed to.");
