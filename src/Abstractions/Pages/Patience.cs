namespace Cln.Pages;

/// <summary>How a page asks again when the API is only busy: its reader waits a little, instead of being told so.</summary>
internal static class Patience
{
    private const int MostTries = 5;

    /// <summary>Asks, and again with growing pauses for as long as the API says that there is too much under way.</summary>
    /// <exception cref="ApiRefused">It said something else, or still the same.</exception>
    public static async Task<T> AskAsync<T>(Func<Task<T>> ask, CancellationToken cancellation)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                return await ask();
            }
            catch (ApiRefused refused) when (refused.Problem.Code is "RATE_LIMITED" or "TOO_MANY_AT_ONCE" or "HOST_BUSY" or "TIMED_OUT" && tries < MostTries)
            {
                await Task.Delay(TimeSpan.FromSeconds(1 + tries), TimeProvider.System, cancellation);
            }
        }
    }
}
