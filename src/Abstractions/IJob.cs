namespace Cln;

/// <summary>
/// Work that recurs. The host finds it in the module's assembly and runs it as the platform, in a scope of its own, on every host; so it
/// finds its work in tables and claims it there, and running it twice, on two hosts, at once, does it once. What comes of each run is kept, and told to operators.
/// </summary>
/// <remarks>The first sentence of its doc comment says what it does, to operators too. One that looks after many does so by <see cref="Pieces"/>.</remarks>
public interface IJob
{
    /// <summary>When it runs: a Quartz cron expression, UTC, such as <c>"0 0/5 * * * ?"</c> for every five minutes.</summary>
    static abstract string Schedule { get; }

    Task RunAsync(CancellationToken cancellation);
}
