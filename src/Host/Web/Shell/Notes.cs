using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Cln.Host.Web.Shell;

/// <summary>
/// What pages say for a moment, in the place of MudBlazor's own snackbars: those write a style sheet into the page for each message, which the pages' content security policy
/// doesn't let through. <see cref="NoteList"/> shows them.
/// </summary>
internal sealed class Notes(NavigationManager navigation) : ISnackbar
{
    private const int Most = 4;

    private readonly List<Note> notes = [];

    public event Action? OnSnackbarsUpdated;

    public SnackbarConfiguration Configuration { get; } = new() { VisibleStateDuration = 6000 };

    /// <summary>The oldest first.</summary>
    public IReadOnlyList<Note> Shown => notes;

    IEnumerable<Snackbar> ISnackbar.ShownSnackbars => [];

    public Snackbar? Add(string message, Severity severity = Severity.Normal, Action<SnackbarOptions>? configure = null, string? key = null) =>
        Add(builder => builder.AddContent(0, message), severity, configure, key ?? message);

    public Snackbar? Add(MarkupString message, Severity severity = Severity.Normal, Action<SnackbarOptions>? configure = null, string? key = null) =>
        Add(builder => builder.AddContent(0, message), severity, configure, key ?? message.Value);

    public Snackbar? Add<T>(Dictionary<string, object>? componentParameters = null, Severity severity = Severity.Normal, Action<SnackbarOptions>? configure = null, string? key = null)
        where T : IComponent =>
        Add(
            builder =>
            {
                builder.OpenComponent<T>(0);
                builder.AddMultipleAttributes(1, componentParameters ?? []);
                builder.CloseComponent();
            },
            severity,
            configure,
            key);

    public Snackbar? Add(RenderFragment message, Severity severity = Severity.Normal, Action<SnackbarOptions>? configure = null, string? key = null)
    {
        var options = new SnackbarOptions(severity, Configuration);
        configure?.Invoke(options);
        var note = new Note(key ?? Guid.CreateVersion7().ToString(), message, severity, options, navigation.Uri);

        // Said again, it is the same note.
        notes.RemoveAll(other => other.Key == note.Key);
        notes.Add(note);
        if (notes.Count > Most) notes.RemoveAt(0);
        OnSnackbarsUpdated?.Invoke();
        _ = EndAsync(note);
        return null;
    }

    public void Remove(Note note)
    {
        if (notes.Remove(note)) OnSnackbarsUpdated?.Invoke();
    }

    public void Clear()
    {
        notes.Clear();
        OnSnackbarsUpdated?.Invoke();
    }

    public void RemoveByKey(string key)
    {
        if (notes.RemoveAll(note => note.Key == key) > 0) OnSnackbarsUpdated?.Invoke();
    }

    void ISnackbar.Remove(Snackbar snackbar)
    {
        // It has none of MudBlazor's.
    }

    public void Dispose() => notes.Clear();

    /// <summary>What has something to press stays longer.</summary>
    private async Task EndAsync(Note note)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(note.Options.VisibleStateDuration * (note.Options.Action is null ? 1 : 2)), TimeProvider.System, CancellationToken.None);
        Remove(note);
    }
}

/// <summary>Something said.</summary>
internal sealed record Note(string Key, RenderFragment Message, Severity Severity, SnackbarOptions Options, string SaidAt);
