using System.Diagnostics;
using System.Security.Cryptography;

namespace Cln.Host.Graph.Transport;

/// <summary>What a client is told of a failure that nobody foresaw: an id to ask about, and nothing of the failure.</summary>
internal static class Masked
{
    public const string Code = "INTERNAL_ERROR";

    /// <summary>Logs the failure under the id of its trace, or under a new one.</summary>
    public static TransportError Log(ILogger log, Exception unforeseen)
    {
        var id = Activity.Current?.TraceId.ToHexString() ?? RandomNumberGenerator.GetHexString(32, lowercase: true);
        log.LogError(unforeseen, "A transport failed, told to the client as {LogId}.", id);
        return TransportError.Unforeseen(id);
    }
}
