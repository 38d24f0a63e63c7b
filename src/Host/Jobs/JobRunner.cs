using System.Collections.Concurrent;
using Cln.Host.Events;

namespace Cln.Host.Jobs;

/// <summary>Runs jobs on this host, whoever asks: the schedule, an operator or the command line. Each as the platform, in a scope of its own, kept in the book, and never twice at once.</summary>
internal sealed class JobRunner(IServiceScopeFactory scopes, RunBook book, ILoggerFactory loggers) : IHostedService, IDisposable
{
    private readonly ConcurrentDictionary<string, Task> running = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource stopping = new();

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Stops what was asked for, and waits for it to end.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        await Task.WhenAll(running.Values).WaitAsync(cancellationToken);
    }

    /// <summary>Runs a job to its end.</summary>
    /// <returns>What came of it; null when it runs on this host already.</returns>
    public async Task<RunEnd?> RunAsync(JobType job, string? startedBy, CancellationToken cancellation)
    {
        var over = new TaskCompletionSource();
        if (!running.TryAdd(job.Name, over.Task)) return null;
        try
        {
            return await DoAsync(job, await book.BeginAsync(job, startedBy, cancellation), cancellation);
        }
        finally
        {
            Leave(job, over);
        }
    }

    /// <summary>Begins a run that goes on by itself.</summary>
    /// <returns>False when it runs on this host already.</returns>
    public async Task<bool> StartAsync(JobType job, string startedBy, CancellationToken cancellation)
    {
        var over = new TaskCompletionSource();
        if (stopping.IsCancellationRequested || !running.TryAdd(job.Name, over.Task)) return false;
        try
        {
            var run = await book.BeginAsync(job, startedBy, cancellation);

            // What belongs to the request, as its trace and its entry in the audit log, ends with it.
            using var apart = ExecutionContext.SuppressFlow();
            _ = Task.Run(() => GoOnAsync(job, run, over), CancellationToken.None);
            return true;
        }
        catch
        {
            Leave(job, over);
            throw;
        }
    }

    public void Dispose() => stopping.Dispose();

    private async Task GoOnAsync(JobType job, RunUnderWay run, TaskCompletionSource over)
    {
        try
        {
            await DoAsync(job, run, stopping.Token);
        }
        finally
        {
            Leave(job, over);
        }
    }

    private void Leave(JobType job, TaskCompletionSource over)
    {
        running.TryRemove(job.Name, out _);
        over.SetResult();
    }

    private async Task<RunEnd> DoAsync(JobType job, RunUnderWay run, CancellationToken cancellation)
    {
        using var ended = new CancellationTokenSource();
        var keeping = book.KeepAsync(run, ended.Token);
        var end = await WorkAsync(job, cancellation);
        await ended.CancelAsync();
        await keeping;
        await book.EndAsync(run, end);
        return end;
    }

    private async Task<RunEnd> WorkAsync(JobType job, CancellationToken cancellation)
    {
        var pieces = new Pieces();
        try
        {
            await using var scope = scopes.CreatePlatformScope();
            pieces = scope.ServiceProvider.GetRequiredService<Pieces>();
            await ((IJob)scope.ServiceProvider.GetRequiredService(job.Type)).RunAsync(cancellation);
            return EndOf(pieces);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return new(JobOutcome.Lost, "Its host was stopped before it ended.", pieces.Tried, pieces.Failed);
        }
        catch (Exception failure)
        {
            loggers.CreateLogger(job.Type).LogError(failure, "The job {Job} failed; it runs again on its schedule", job.Name);
            return new(JobOutcome.Failed, Trouble.Say(failure), pieces.Tried, pieces.Failed);
        }
    }

    private static RunEnd EndOf(Pieces pieces)
    {
        if (pieces.Failed == 0) return new(JobOutcome.Succeeded, null, pieces.Tried);
        var trouble = pieces.Tried == 1 ? pieces.FirstTrouble! : $"{pieces.Failed} of {pieces.Tried} failed. The first: {pieces.FirstTrouble}";
        return new(pieces.Failed == pieces.Tried ? JobOutcome.Failed : JobOutcome.PartlyFailed, trouble, pieces.Tried, pieces.Failed);
    }
}
