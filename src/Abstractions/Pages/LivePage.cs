using Microsoft.AspNetCore.Components;

namespace Cln.Pages;

/// <summary>
/// A page or a part of one that shows what the API answers, and shows it anew when a subscription tells of a change. While the browser has only the first HTML it
/// is a skeleton; data are asked for once, when the page is alive.
/// </summary>
public abstract class LivePage : ComponentBase, IDisposable
{
    private static readonly ApiDocument Now = new("query EventsNow { eventsCursor }");

    private readonly CancellationTokenSource closing = new();
    private object? shownKey;
    private string? place;

    protected LivePage() => Closing = closing.Token;

    [Inject]
    protected IApi Api { get; set; } = null!;

    [CascadingParameter]
    public SignedIn? SignedIn { get; set; }

    /// <summary>True once there is something to show.</summary>
    public bool IsLoaded { get; private set; }

    /// <summary>Why there is nothing to show.</summary>
    public Problem? Problem { get; private set; }

    /// <summary>Cancelled when the reader leaves, and good for asking after that too.</summary>
    protected CancellationToken Closing { get; }

    /// <summary>What the data depend on, such as a parameter of the address: when it changes, they are asked for again.</summary>
    protected virtual object? Key => null;

    /// <summary>Asks the API for what the page shows.</summary>
    protected abstract Task LoadAsync();

    /// <summary>Begins to listen; called once, after the first load.</summary>
    protected virtual void Listen()
    {
    }

    protected override async Task OnParametersSetAsync()
    {
        if (!RendererInfo.IsInteractive || (shownKey is not null && Equals(shownKey, Key ?? this))) return;
        var isFirst = shownKey is null;
        shownKey = Key ?? this;
        if (isFirst) place = await PlaceAsync();
        await ReloadAsync();
        if (isFirst && !closing.IsCancellationRequested) Listen();
    }

    /// <summary>Asks again; what is shown stays until the answer is there.</summary>
    public async Task ReloadAsync()
    {
        try
        {
            await Patience.AskAsync(
                async () =>
                {
                    await LoadAsync();
                    return true;
                },
                Closing);
            Problem = null;
            IsLoaded = true;
        }
        catch (ApiRefused refused)
        {
            Problem = refused.Problem;
        }
        catch (OperationCanceledException) when (closing.IsCancellationRequested)
        {
            return;
        }

        await InvokeAsync(StateHasChanged);
    }

    /// <summary>Does something with each event of a subscription, and draws the page again.</summary>
    protected void On<T>(ApiDocument subscription, Func<T, Task> then, object? variables = null) => _ = FollowAsync(subscription, variables, then);

    /// <summary>Loads the page again whenever the subscription tells of something, at most once a second.</summary>
    protected void ReloadOn(ApiDocument subscription, object? variables = null)
    {
        var isPending = false;
        On<System.Text.Json.JsonElement>(
            subscription,
            told =>
            {
                if (isPending) return Task.CompletedTask;
                isPending = true;
                _ = SoonAsync();
                return Task.CompletedTask;

                async Task SoonAsync()
                {
                    await Task.Delay(TimeSpan.FromSeconds(0.4), TimeProvider.System, CancellationToken.None);
                    isPending = false;
                    if (!closing.IsCancellationRequested) await InvokeAsync(ReloadAsync);
                }
            },
            variables);
    }

    /// <summary>Follows for as long as the page is open and may: what broke off, as when rights changed, is begun again, and what was missed meanwhile asked for.</summary>
    private async Task FollowAsync<T>(ApiDocument subscription, object? variables, Func<T, Task> then)
    {
        try
        {
            for (var from = place; ; from = await AgainAsync())
            {
                try
                {
                    await foreach (var told in Api.ListenAsync<T>(subscription, variables, from, Closing)) await TellAsync(told, then);
                }
                catch (OperationCanceledException) when (!closing.IsCancellationRequested)
                {
                    // The rights have changed; whether they still suffice is told by the next try.
                }
            }
        }
        catch (Exception ended) when (ended is ApiRefused or OperationCanceledException or ObjectDisposedException)
        {
            // The reader has left, or may not hear any more.
        }
    }

    private Task TellAsync<T>(T told, Func<T, Task> then) => InvokeAsync(async () =>
    {
        await then(told);
        StateHasChanged();
    });

    private async Task<string?> AgainAsync()
    {
        await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System, Closing);
        var now = await PlaceAsync();
        await InvokeAsync(ReloadAsync);
        return now;
    }

    /// <summary>The place in the account's log; asked for before the data, so that nothing that happens between these and the first event is missed.</summary>
    private async Task<string?> PlaceAsync()
    {
        if (SignedIn?.Reseller is null) return null;
        try
        {
            return (await Api.AskAsync<Place>(Now, cancellation: Closing)).EventsCursor;
        }
        catch (Exception refused) when (refused is ApiRefused or OperationCanceledException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (!disposing || closing.IsCancellationRequested) return;
        closing.Cancel();
        closing.Dispose();
    }

    private sealed record Place(string EventsCursor);
}
