namespace Cln.Host.Evolution;

internal static class EvolutionSetup
{
    /// <summary>How the schema changes, and who has to know.</summary>
    public static IServiceCollection AddEvolution(this IServiceCollection services) => services
        .AddSingleton<DeprecatedElements>()
        .AddScoped<DeprecatedUses>()
        .AddSingleton<ApiUses>()
        .AddHostedService(provider => provider.GetRequiredService<ApiUses>())
        .AddSingleton(ApiChangeLog.Released);
}
