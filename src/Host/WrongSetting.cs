namespace Cln.Host;

/// <summary>A setting that the host can't start with. The message names it and says what it takes.</summary>
internal sealed class WrongSetting(string name, string problem, string takes) : Exception($"The setting {name} is {problem}. It takes {takes}.")
{
    public string Name => name;

    public static WrongSetting Missing(string name, string takes) => new(name, "missing", takes);

    /// <summary>For a value that may be repeated in logs: no password is in it.</summary>
    public static WrongSetting Value(string name, string value, string takes) => new(name, $"\"{value}\"", takes);
}
