using System.Text.Json;
using Cln.Tests.Data;

namespace Cln.Tests.Durability;

public sealed class KillTests
{
    private const string Add = "mutation($ip: IpAddress!, $key: IdempotencyKey!) { done: addIpLicense(input: { ip: $ip, type: \"KERNELCARE\", idempotencyKey: $key }) { node: ipLicense { id } errors { ... on Error { code message } } } }";
    private const string TopUp = "mutation($key: IdempotencyKey!) { done: topUp(input: { amount: \"10.00\", idempotencyKey: $key }) { node: payment { id state } errors { ... on Error { code message } } } }";

    [Fact]
    public async Task A_host_that_is_killed_in_a_storm_has_lost_nothing_that_it_acknowledged_and_done_nothing_twice()
    {
        var folder = TestFolder.Create();
        try
        {
            Dictionary<string, Call> calls = [];
            await using (var host = await HostProcess.StartAsync(folder))
            {
                var reseller = await host.SignInAsync();
                var storm = Storm(reseller, calls);
                await Task.Delay(TimeSpan.FromSeconds(3));
                await host.KillAsync();
                await storm;
            }

            Assert.Contains(calls.Values, call => call.Acknowledged is not null);
            var (exitCode, output) = await HostProcess.CommandAsync(folder, "check");
            Assert.True(exitCode == 0, output);

            // Later than any lock that the dead host held.
            await using var again = await HostProcess.StartAsync(folder, TimeProvider.System.GetUtcNow().AddMinutes(5));
            await EverythingIsThereOnceAsync(await again.SignInAsync(), calls);
        }
        finally
        {
            TestFolder.Delete(folder);
        }
    }

    private static async Task Storm(Api reseller, Dictionary<string, Call> calls)
    {
        var gate = new Lock();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async worker =>
        {
            for (var i = 0; i < 10_000; i++)
            {
                var call = new Call(World.Key(), i % 4 == 0 ? null : $"198.{18 + worker}.{i / 250}.{1 + (i % 250)}");
                lock (gate) calls[call.Key] = call;
                try
                {
                    call.Acknowledged = (await call.SendAsync(reseller)).Worked("done").Text("done.node.id");
                }
                catch (Exception gone) when (gone is HttpRequestException or IOException or OperationCanceledException or JsonException)
                {
                    return;
                }
            }
        }));
    }

    private static async Task EverythingIsThereOnceAsync(Api reseller, Dictionary<string, Call> calls)
    {
        var calledOff = 0;
        foreach (var call in calls.Values)
        {
            var answer = (await call.SendAsync(reseller)).Worked("done");
            if (call.Acknowledged is { } id) Assert.Equal(id, answer.Text("done.node.id"));

            // What the dead host had stored and not sent, the janitor calls off when nobody comes back for it in time.
            else if (call.Ip is null && answer.Text("done.node.state") == "CANCELED") calledOff++;
        }

        // Beside the calls' own there are the demo data's one licence of this type, its deposit and its top-up.
        var after = (await reseller.SendAsync("{ ipLicenses(first: 1, where: { type: { eq: \"KERNELCARE\" } }) { totalCount } payments(first: 1, where: { state: { eq: POSTED } }) { totalCount } }")).Worked();
        Assert.Equal(calls.Values.Count(call => call.Ip is not null) + 1, after.Number("ipLicenses.totalCount"));
        Assert.Equal(calls.Values.Count(call => call.Ip is null) - calledOff + 2, after.Number("payments.totalCount"));
    }

    private sealed record Call(string Key, string? Ip)
    {
        public string? Acknowledged { get; set; }

        public Task<Answer> SendAsync(Api reseller) => Ip is null ? reseller.SendAsync(TopUp, new { key = Key }) : reseller.SendAsync(Add, new { ip = Ip, key = Key });
    }
}
