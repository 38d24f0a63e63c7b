using System.Net;
using Cln.Host.Access;

namespace Cln.Host.Graph.Transport;

/// <summary>Who listens on this host, by socket or event stream: at most so many of one caller, and so many from one address.</summary>
internal sealed class Listeners(TransportLimits limits)
{
    private readonly Places places = new();

    /// <summary>A place for one more from an address, to be given back at its end; null when there are too many. Neighbours in one network count together.</summary>
    public IDisposable? Enter(IPAddress? address) => places.Enter($"from {Network.Of(address)}", limits.ListenersPerAddress);

    /// <summary>A place for one more of a caller; null when there are too many. Those who haven't signed in are counted by their address alone.</summary>
    public IDisposable? Enter(Caller caller) => places.Enter(caller.Principal, caller.IsAnonymous ? int.MaxValue : limits.ListenersPerCaller);
}
