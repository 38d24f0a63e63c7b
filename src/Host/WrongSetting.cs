namespace Cln.Host;

/// <summary>A setting that the host can't start with: names it, and says what it takes.</summary>
internal sealed class WrongSetting(string name, string? value, string takes)
    : Exception(string.IsNullOrWhiteSpace(value) ? $"The setting {name} is missing. It takes {takes}." : $"The setting {name} is \"{value}\". It takes {takes}.")
{
    public string Name => name;
}
