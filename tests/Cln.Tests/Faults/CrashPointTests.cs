using System.Diagnostics;
using Cln.Host.Data;
using Cln.Tests.Data;

namespace Cln.Tests.Faults;

/// <summary>The host is killed at each point where a crash could hurt, started again, and must have everything once and nothing twice within a minute.</summary>
public sealed class CrashPointTests
{
    private static readonly TimeSpan most = TimeSpan.FromSeconds(60);

    /// <summary>The points in the order in which the processes die; a name and a number mean that it dies there the so-manieth time. Those that begin a month are last, as the clock only goes forward.</summary>
    private static readonly (string Point, Func<CrashScenario> Scenario)[] points =
    [
        ("C0", () => new TopUpOnce()),
        ("C0", () => new LicenceOnce()),
        ("C1", () => new TopUpOnce()),
        ("C2", () => new TopUpOnce()),
        ("C3", () => new TopUpOnce()),
        ("C4", () => new TopUpOnce()),
        ("C5", () => new TopUpOnce()),
        ("C6", () => new TopUpOnce()),
        ("C7", () => new TopUpOnce()),
        ("C8", () => new TopUpOnce()),
        ("C9", () => new TopUpOnce()),
        ("C9:3", () => new TopUpOnce()),
        ("C9:5", () => new TopUpOnce()),
        ("C9:7", () => new TopUpOnce()),
        ("C9", () => new LicenceOnce()),
        ("C10", () => new TopUpOnce()),
        ("C11", () => new MailOnce()),
        ("C15", () => new RefundOnce()),
        ("C16", () => new RefundOnce()),
        ("C20", () => new TopUpOnce()),
        ("C17", () => new MonthOnce("C17")),
        ("C18", () => new MonthOnce("C18")),
        ("C19", () => new MonthOnce("C19")),
    ];

    [EveryDatabase]
    public async Task A_host_that_dies_anywhere_leaves_everything_once(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(kind);
        await using var site = new CrashSite(database);
        await site.StartAsync(points[0].Point);
        await SecondResellerAsync(site);
        for (var i = 0; i < points.Length; i++)
        {
            var (point, scenario) = (points[i].Point, points[i].Scenario());
            try
            {
                await scenario.ActAsync(site);
                await site.StartAsync(i + 1 < points.Length ? points[i + 1].Point : "none");
                await SettlesAsync(scenario, site);
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"{scenario.GetType().Name} at {point}: {failure.Message}", failure);
            }
        }
    }

    private static async Task SettlesAsync(CrashScenario scenario, CrashSite site)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var there = await scenario.IsThereOnceAsync(site);
            var findings = await site.FindingsAsync();
            if (there && findings.Count == 0) return;
            Assert.True(Stopwatch.GetElapsedTime(started) < most, $"After {most.TotalSeconds} s the effect is {(there ? "there" : "not there")}, and the checkup finds: {string.Join(" | ", findings)}");
            await Task.Delay(TimeSpan.FromMilliseconds(500));
        }
    }

    /// <summary>Books beside the demo's own, for the jobs that go from one reseller to the next.</summary>
    private static async Task SecondResellerAsync(CrashSite site)
    {
        var anybody = site.Anonymous();
        var token = (await anybody.SendAsync("mutation { startRegistration(input: { tier: \"silver\" }) { registration { token } errors { __typename } } }")).Text("startRegistration.registration.token");
        var version = (await anybody.SendAsync("{ agreement { version } }")).Number("agreement.version");
        (await anybody.SendAsync("mutation($token: String!, $version: Int!) { acceptAgreement(input: { token: $token, version: $version }) { registration { step } errors { __typename } } }", new { token, version })).Worked("acceptAgreement");
        (await anybody.SendAsync(
            """
            mutation($token: String!, $key: IdempotencyKey!) {
              submitRegistrationPayment(input: {
                token: $token, firstName: "Ada", lastName: "Byron", company: "Second Hosting", country: "DE", email: "second@second.example",
                autopayment: { type: NONE }, paymentMethod: { gateway: "sandbox", token: "pm_card_visa" }, idempotencyKey: $key
              }) { registration { step } errors { __typename ... on Error { code message } } }
            }
            """,
            new { token, key = World.Key() })).Worked("submitRegistrationPayment");
    }
}
