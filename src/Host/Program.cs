using Cln.Host;
using Cln.Host.Data;
using Cln.Host.Demo;
using GraphQL.Types;

try
{
    var printsSchema = args is ["schema", ..];
    await using var app = ClnHost.Build(args, builder => _ = printsSchema ? builder.Logging.ClearProviders() : builder.Logging);
    if (printsSchema)
    {
        Console.Write(SchemaFile.Print(app.Services.GetRequiredService<ISchema>()));
        return 0;
    }

    await app.PrepareAsync();
    if (args is ["check", ..]) return await Checkup.PrintAsync(app.Services.GetRequiredService<IServiceScopeFactory>(), Console.Out, CancellationToken.None);

    await app.StartAsync();
    await Welcome.SayAsync(app, Console.Out);
    await app.WaitForShutdownAsync();
    return 0;
}
catch (Exception failure) when (failure is WrongSetting or PluginFailed)
{
    // What the person who starts the host can mend needs no stack trace.
    await Console.Error.WriteLineAsync(failure.Message);
    return 1;
}
