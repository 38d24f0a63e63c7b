using Cln.Host;
using Cln.Host.Data;
using Cln.Host.Demo;

try
{
    await using var app = ClnHost.Build(args, builder => _ = Commands.IsSilent(args) ? builder.Logging.ClearProviders() : builder.Logging);
    if (await Commands.RunAsync(app, args) is { } exitCode) return exitCode;

    await app.PrepareAsync();
    await app.StartAsync();
    await Welcome.SayAsync(app, Console.Out);
    await app.WaitForShutdownAsync();
    return 0;
}
catch (Exception failure) when (failure is WrongSetting or DatabaseRefused or PluginFailed or DatabaseRefused)
{
    // What the person who starts the host can mend needs no stack trace.
    await Console.Error.WriteLineAsync(failure.Message);
    return 1;
}
