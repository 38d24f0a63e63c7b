using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace Cln.Pages;

/// <summary>What all fields of forms have: a label, a hint, and what is wrong with what was filled in, told once one has left the field, and then as one types.</summary>
public abstract class Field : ComponentBase, IField, IDisposable
{
    private bool wasLeft;

    [Inject]
    private protected IStringLocalizer<Texts> L { get; set; } = null!;

    [CascadingParameter]
    private ActionForm? Form { get; set; }

    /// <summary>The API's name of the input: a mistake that names it is told here.</summary>
    [Parameter, EditorRequired]
    public string Name { get; set; } = "";

    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    [Parameter]
    public string? Hint { get; set; }

    [Parameter]
    public string? Value { get; set; }

    [Parameter]
    public EventCallback<string> ValueChanged { get; set; }

    [Parameter]
    public bool IsRequired { get; set; }

    [Parameter]
    public bool IsDisabled { get; set; }

    /// <summary>What is wrong with a value that isn't empty; null when it is right.</summary>
    [Parameter]
    public Func<string, string?>? Check { get; set; }

    protected string? Wrong { get; private set; }

    protected ElementReference Element { get; set; }

    protected string Id { get; } = $"f{Guid.NewGuid():N}"[..9];

    protected string? DescribedBy => (Hint, Wrong) switch
    {
        (null, null) => null,
        (_, null) => $"{Id}-hint",
        (null, _) => $"{Id}-wrong",
        _ => $"{Id}-wrong {Id}-hint",
    };

    protected override void OnInitialized() => Form?.Add(this);

    public bool Validate()
    {
        Wrong = Judge();
        StateHasChanged();
        return Wrong is null;
    }

    public void Refuse(string words)
    {
        Wrong = words;
        StateHasChanged();
    }

    public ValueTask FocusAsync() => Element.Context is null ? ValueTask.CompletedTask : Element.FocusAsync();

    protected async Task ChangeAsync(string? value)
    {
        Value = value;
        await ValueChanged.InvokeAsync(value ?? "");
        if (wasLeft || Wrong is not null) Wrong = Judge();
    }

    protected void Leave()
    {
        if (string.IsNullOrEmpty(Value) && Wrong is null) return;
        wasLeft = true;
        Wrong = Judge();
    }

    private string? Judge()
    {
        if (string.IsNullOrWhiteSpace(Value)) return IsRequired ? L["Fill this in."].Value : null;
        return Check?.Invoke(Value.Trim());
    }

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        Form?.Remove(this);
    }
}
