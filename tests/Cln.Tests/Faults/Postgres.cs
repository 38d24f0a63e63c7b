using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Cln.Tests.Faults;

/// <summary>PostgreSQL behind a bad network.</summary>
internal static class Postgres
{
    /// <summary>Where the server of this connection string listens: an address, or a socket in a folder.</summary>
    public static EndPoint Of(string connectionString)
    {
        var to = new NpgsqlConnectionStringBuilder(connectionString);
        return to.Host!.StartsWith('/') ? new UnixDomainSocketEndPoint(Path.Combine(to.Host, $".s.PGSQL.{to.Port}")) : new DnsEndPoint(to.Host, to.Port, AddressFamily.InterNetwork);
    }

    /// <summary>The same database, through the proxy.</summary>
    public static string Through(this ChaosProxy proxy, string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString) { Host = "127.0.0.1", Port = proxy.Port, SslMode = SslMode.Disable, GssEncryptionMode = GssEncryptionMode.Disable }.ConnectionString;
}
