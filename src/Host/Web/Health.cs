using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Cln.Host.Web;

/// <summary>
/// <c>/health/live</c>: this process runs and answers. <c>/health/ready</c>: it can serve, by every health check that is registered;
/// 503 when it can't, with the name of what fails.
/// </summary>
internal static class Health
{
    /// <summary>Adds the check that every host has; the host's parts add their own by <c>AddHealthChecks().AddCheck&lt;…&gt;(name)</c>.</summary>
    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddHealthChecks().AddCheck<NotStopping>("host");
        return services;
    }

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks("/health/live", new() { Predicate = _ => false, ResponseWriter = WriteAsync });
        routes.MapHealthChecks("/health/ready", new() { ResponseWriter = WriteAsync });
    }

    /// <summary>Names and verdicts only: what a check found is for the log, not for whoever asks.</summary>
    private static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(
        new { status = report.Status.ToString(), checks = report.Entries.ToDictionary(entry => entry.Key, entry => entry.Value.Status.ToString()) },
        context.RequestAborted);

    /// <summary>A host that is stopping finishes what it has and wants nothing new.</summary>
    private sealed class NotStopping(IHostApplicationLifetime host) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(host.ApplicationStopping.IsCancellationRequested ? HealthCheckResult.Unhealthy() : HealthCheckResult.Healthy());
    }
}
