namespace Cln.Host.Graph.Transport;

/// <summary>Where a client of server-sent events comes back: the cursor of the last event that it heard, from its header <c>Last-Event-ID</c>. A service of each request.</summary>
internal sealed class ResumePoint
{
    public string? Cursor { get; set; }
}
