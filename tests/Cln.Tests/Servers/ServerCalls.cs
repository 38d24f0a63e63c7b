namespace Cln.Tests.Servers;

/// <summary>The calls of machines, and of those who look at them.</summary>
internal static class ServerCalls
{
    private const string Error = "errors { __typename ... on Error { code message } }";

    public static Task<Answer> RegisterAsync(this Api machine, string hostname, string? key = null, string? operatingSystem = null) => machine.SendAsync(
        $$"""
        mutation($hostname: String!, $key: String, $operatingSystem: String) {
          registerServer(input: { hostname: $hostname, key: $key, operatingSystem: $operatingSystem }) { server { id hostname ip operatingSystem registeredAt lastCheckInAt } secret {{Error}} }
        }
        """,
        new { hostname, key, operatingSystem });

    /// <summary>A server that has registered from this address: its id and its secret.</summary>
    public static async Task<(string Id, string Secret)> RegisteredAsync(this World world, string ip, string hostname, string? key = null)
    {
        var answer = (await world.At(ip).RegisterAsync(hostname, key)).Worked("registerServer");
        return (answer.Text("registerServer.server.id"), answer.Text("registerServer.secret"));
    }

    public static Task<Answer> CheckInAsync(this Api machine, (string Id, string Secret) server, string hostname = "web.example", string? kernel = null) => machine.SendAsync(
        $$"""
        mutation($id: ID!, $secret: String!, $hostname: String!, $kernel: String) {
          checkIn(input: { serverId: $id, secret: $secret, hostname: $hostname, kernel: $kernel }) { checkInVerdict { allowed code reason nextStep } {{Error}} }
        }
        """,
        new { id = server.Id, secret = server.Secret, hostname, kernel });

    /// <summary>The code of the verdict on a check-in from this address.</summary>
    public static async Task<string> VerdictAsync(this World world, string ip, (string Id, string Secret) server) =>
        (await world.At(ip).CheckInAsync(server)).Worked("checkIn").Text("checkIn.checkInVerdict.code");

    /// <summary>The token of a new key, of a new server account.</summary>
    public static async Task<string> KeyAsync(this Api reseller, string account, int limit = 1)
    {
        var added = await reseller.SendAsync(
            $$"""
            mutation($login: String!, $limit: Int!) {
              addServerAccount(input: { login: $login, firstName: "Grace", lastName: "Hopper", company: "Shop Ltd", email: "grace@shop.example", limit: $limit }) { serverAccount { id } {{Error}} }
            }
            """,
            new { login = account, limit });
        var key = await reseller.SendAsync(
            $$"""mutation($id: ID!) { createKey(input: { serverAccountId: $id }) { key { token } {{Error}} } }""", new { id = added.Worked("addServerAccount").Text("addServerAccount.serverAccount.id") });
        return key.Worked("createKey").Text("createKey.key.token");
    }

    public static async Task<IReadOnlyList<string?>> HostnamesAsync(this Api reseller) =>
        [.. (await reseller.SendAsync("{ reseller { servers(first: 100) { nodes { hostname } } } }")).Worked().List("reseller.servers.nodes").Select(node => node.GetProperty("hostname").GetString())];
}
