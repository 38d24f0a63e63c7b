using Cln.Host;
using Cln.Host.Data;
using GraphQL.Types;

try
{
    await using var app = ClnHost.Build(args);
    if (args is ["schema", ..])
    {
        Console.Write(SchemaFile.Print(app.Services.GetRequiredService<ISchema>()));
        return 0;
    }

    await app.PrepareAsync();
    await app.RunAsync();
    return 0;
}
catch (Exception failure) when (failure is WrongSetting or DatabaseRefused or PluginFailed)
{
    // What the person who starts the host can mend needs no stack trace.
    await Console.Error.WriteLineAsync(failure.Message);
    return 1;
}
