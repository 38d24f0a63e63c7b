using System.Net;
using System.Net.Sockets;

namespace Cln.Host.Graph.Transport;

/// <summary>Who listens on this host, by socket or event stream: at most so many of one caller, and so many from one address.</summary>
internal sealed class Listeners(TransportLimits limits)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, int> places = new(StringComparer.Ordinal);

    /// <summary>A place for one more from an address, to be given back at its end; null when there are too many. Neighbours in one IPv6 network of 64 bits count together, since one customer has it whole.</summary>
    public IDisposable? Enter(IPAddress? address) => Enter($"from {NetworkOf(address)}", limits.ListenersPerAddress);

    /// <summary>A place for one more of a caller; null when there are too many. Those who haven't signed in are counted by their address alone.</summary>
    public IDisposable? Enter(Caller caller) => Enter(caller.Principal, caller.IsAnonymous ? int.MaxValue : limits.ListenersPerCaller);

    private Place? Enter(string who, int most)
    {
        lock (gate)
        {
            var taken = places.GetValueOrDefault(who);
            if (taken >= most) return null;
            places[who] = taken + 1;
            return new(this, who);
        }
    }

    private void Leave(string who)
    {
        lock (gate)
        {
            if (--places[who] == 0) places.Remove(who);
        }
    }

    private static string NetworkOf(IPAddress? address)
    {
        if (address is null) return "nowhere";
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4().ToString();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes(), 0, 8) : address.ToString();
    }

    private sealed class Place(Listeners listeners, string who) : IDisposable
    {
        private int left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref left, 1) == 0) listeners.Leave(who);
        }
    }
}
