namespace Cln;

/// <summary>
/// What a job does for many, one after the other: the trouble of one is no reason to let the others wait. The job logs it, and here it is counted, so that the
/// run is told as partly failed. A service, one for each run; take it as a parameter.
/// </summary>
public sealed class Pieces
{
    /// <summary>How many there were so far.</summary>
    public int Tried { get; private set; }

    /// <summary>How many of them failed.</summary>
    public int Failed { get; private set; }

    /// <summary>What the first one of those failed with.</summary>
    public string? FirstTrouble { get; private set; }

    /// <summary>Does one piece of the work. When it fails that is logged and counted, and not thrown; being stopped is.</summary>
    /// <param name="piece">The work.</param>
    /// <param name="log">Logs a failure, in the job's own words.</param>
    /// <param name="cancellation">The run's.</param>
    public async Task TryAsync(Func<Task> piece, Action<Exception> log, CancellationToken cancellation)
    {
        try
        {
            await piece();
            Count(null);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            log(failure);
            Count(Trouble.Say(failure));
        }
    }

    /// <summary>Counts a piece that was looked at.</summary>
    /// <param name="trouble">What is wrong with it, a sentence; null when it is well.</param>
    public void Count(string? trouble)
    {
        Tried++;
        if (trouble is null) return;
        Failed++;
        FirstTrouble ??= Trouble.Cut(trouble);
    }
}
