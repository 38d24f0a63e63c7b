using Cln.Host.Access;
using Cln.Host.Data;
using Cln.Host.Events;
using Cln.Host.Evolution;
using Cln.Host.Jobs;

namespace Cln.Host;

/// <summary>What the program does instead of serving: <c>schema [check FILE | release FOLDER]</c>, <c>check</c>, <c>operator LOGIN EMAIL</c>, <c>job NAME</c>.</summary>
internal static class Commands
{
    public static bool IsSilent(string[] args) => args is ["schema" or "check" or "operator", ..];

    /// <summary>Runs the command that the arguments begin with.</summary>
    /// <returns>The exit code; null when there is no command, and the host is to serve.</returns>
    public static async Task<int?> RunAsync(WebApplication app, string[] args)
    {
        var scopes = app.Services.GetRequiredService<IServiceScopeFactory>();
        switch (args)
        {
            case ["schema", .. var rest]:
                return await SchemaCommands.RunAsync(app.Services, rest, Console.Out);
            case ["check", ..]:
                await app.PrepareAsync();
                return await Checkup.PrintAsync(scopes, Console.Out, CancellationToken.None);
            case ["job", var name, ..]:
                await app.PrepareAsync();
                return await RunJobAsync(app.Services.GetRequiredService<JobTypes>(), app.Services.GetRequiredService<JobRunner>(), name);
            case ["operator", var login, var email, ..]:
                await app.PrepareAsync();
                return await AddOperatorAsync(scopes, login, email);
            default:
                return null;
        }
    }

    /// <summary>Runs a recurring job once, now.</summary>
    /// <returns>0 when all of it was done, 1 when it failed or there is no such job, 2 when some of what it looks after failed.</returns>
    private static async Task<int> RunJobAsync(JobTypes jobs, JobRunner runner, string name)
    {
        if (jobs.Find(name) is not { } job)
        {
            await Console.Error.WriteLineAsync(jobs.Missing(name));
            return 1;
        }

        var end = await runner.RunAsync(job, "command line", CancellationToken.None);
        if (end?.Trouble is not { } trouble) return 0;
        await Console.Error.WriteLineAsync($"{name}: {trouble}");
        return end.Outcome == JobOutcome.PartlyFailed ? 2 : 1;
    }

    private static async Task<int> AddOperatorAsync(IServiceScopeFactory scopes, string login, string email)
    {
        await using var scope = scopes.CreatePlatformScope();
        try
        {
            await Console.Out.WriteLineAsync($"{login} chooses a password here, within seven days:\n{await Operators.InviteAsync(scope.ServiceProvider, login, email, CancellationToken.None)}");
            return 0;
        }
        catch (DomainError mistake)
        {
            await Console.Error.WriteLineAsync(mistake.Message);
            return 1;
        }
    }
}
