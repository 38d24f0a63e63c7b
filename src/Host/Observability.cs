using System.Diagnostics;
using System.Diagnostics.Metrics;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Cln.Host;

/// <summary>Logs as lines of JSON outside development; traces and metrics by OpenTelemetry, sent where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says.</summary>
internal static class Observability
{
    public const string Name = "ClnReseller";

    private static readonly ActivitySource activities = new(Name);
    private static readonly Meter meter = new(Name);
    private static readonly Histogram<double> durations = meter.CreateHistogram<double>("graphql.operation.duration", "s", "How long operations took, by outcome.");

    /// <summary>Traces one operation, and measures it when it ends.</summary>
    public static Operation Begin(string? name) => new(activities.StartActivity("graphql", ActivityKind.Internal), name ?? "", Stopwatch.GetTimestamp());

    /// <summary>An operation under way.</summary>
    internal readonly record struct Operation(Activity? Activity, string Name, long Began)
    {
        public void End(bool worked)
        {
            Activity?.SetTag("graphql.operation.name", Name).SetStatus(worked ? ActivityStatusCode.Ok : ActivityStatusCode.Error);
            Activity?.Dispose();

            // Names are the callers' own words, so they are no dimension of the metric.
            durations.Record(Stopwatch.GetElapsedTime(Began).TotalSeconds, new KeyValuePair<string, object?>("worked", worked));
        }
    }

    public static void AddObservability(this WebApplicationBuilder builder)
    {
        if (!builder.Environment.IsDevelopment())
        {
            builder.Logging.ClearProviders();
            builder.Logging.AddJsonConsole(options => options.UseUtcTimestamp = true);
        }

        var export = !string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(Name))
            .WithTracing(tracing =>
            {
                tracing.AddSource(Name).AddAspNetCoreInstrumentation();
                if (export) tracing.AddOtlpExporter();
            })
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(Name).AddAspNetCoreInstrumentation().AddRuntimeInstrumentation();
                if (export) metrics.AddOtlpExporter();
            });
    }
}
