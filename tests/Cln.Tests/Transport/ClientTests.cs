using System.Text.Json;

namespace Cln.Tests.Transport;

/// <summary>Other people's programs against ours.</summary>
public sealed class ClientTests
{
    [NodeFact]
    public async Task Every_audit_of_graphql_over_http_passes_on_the_real_host_without_a_warning()
    {
        await using var world = await World.StartAsync();

        using var audit = JsonDocument.Parse(await NodeClients.RunAsync("audit.js", new Uri(world.Address, "/graphql").AbsoluteUri));

        Assert.Equal((61, 0), (audit.RootElement.GetProperty("audits").GetInt32(), audit.RootElement.GetProperty("failed").GetArrayLength()));
    }

    [NodeFact]
    public async Task The_client_graphql_ws_works()
    {
        await using var host = await ToyHost.StartAsync();

        Assert.Contains("ok: a socket that is cut is opened again", await NodeClients.RunAsync("socket.js", host.SocketUrl), StringComparison.Ordinal);
    }

    [NodeFact]
    public async Task The_client_graphql_sse_works()
    {
        await using var host = await ToyHost.StartAsync();

        Assert.Contains("ok: what is no request is refused", await NodeClients.RunAsync("events.js", host.Url), StringComparison.Ordinal);
    }
}
