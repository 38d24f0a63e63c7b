namespace Cln.Billing;

/// <summary>Waits by the real clock while another host or call is at something. A service, so that a simulation can say when it is over.</summary>
internal class Waiting
{
    public virtual Task ForAsync(TimeSpan time, CancellationToken cancellation) => Task.Delay(time, TimeProvider.System, cancellation);
}
