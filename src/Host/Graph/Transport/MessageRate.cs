namespace Cln.Host.Graph.Transport;

/// <summary>How fast one socket may talk: a bucket of messages that fills up again evenly.</summary>
internal sealed class MessageRate(TransportLimits limits)
{
    private double left = limits.MessagesPerMinute;
    private long at = limits.Clock.GetTimestamp();

    /// <summary>Takes one message out of the bucket; false when it is empty.</summary>
    public bool Take()
    {
        var now = limits.Clock.GetTimestamp();
        left = Math.Min(limits.MessagesPerMinute, left + (limits.Clock.GetElapsedTime(at, now).TotalMinutes * limits.MessagesPerMinute));
        at = now;
        if (left < 1) return false;
        left--;
        return true;
    }
}
