using Cln.FakeProviders;

await using var fakes = Fakes.Build(args);
await fakes.StartAsync();
Console.WriteLine($"Stripe and PayPal are played at {fakes.Urls.First()}");
await fakes.WaitForShutdownAsync();
