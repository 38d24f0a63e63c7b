namespace Cln.Pages;

/// <summary>A field, as its form knows it.</summary>
internal interface IField
{
    string Name { get; }

    /// <summary>Checks what is in it and says what is wrong beside it.</summary>
    bool Validate();

    /// <summary>Says beside it what the API found wrong.</summary>
    void Refuse(string words);

    ValueTask FocusAsync();
}
