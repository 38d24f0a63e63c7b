using System.Diagnostics;
using Cln.FakeProviders;

await using var fakes = Fakes.Build(args);
try
{
    await fakes.StartAsync();
}
catch (IOException taken)
{
    await Console.Error.WriteLineAsync($"Stripe and PayPal can't be played here: {taken.Message}");
    return 1;
}

Console.WriteLine($"Stripe and PayPal are played at {fakes.Urls.First()}");
if (fakes.Services.GetRequiredService<FakeSettings>().EndsWith is { } id) _ = EndWithAsync(id, fakes.Lifetime);
await fakes.WaitForShutdownAsync();
return 0;

static async Task EndWithAsync(int id, IHostApplicationLifetime lifetime)
{
    try
    {
        using var leader = Process.GetProcessById(id);
        await leader.WaitForExitAsync(lifetime.ApplicationStopping);
    }
    catch (ArgumentException)
    {
        // It has ended already.
    }

    lifetime.StopApplication();
}
