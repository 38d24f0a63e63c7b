using System.Globalization;

namespace Cln.Host.Web.Shell;

/// <summary>How many pages may be open at once, <c>Pages:*</c>: each takes about a megabyte of the host's memory for as long as it is open.</summary>
internal sealed record PageLimits
{
    private const string Section = "Pages";

    /// <summary>Of one person who has signed in.</summary>
    public int PerPerson { get; init; } = 100;

    /// <summary>Of those who haven't, from one network.</summary>
    public int PerNetwork { get; init; } = 30;

    /// <summary>Of all who haven't signed in, on one host: what they take can't be taken from customers.</summary>
    public int OfStrangers { get; init; } = 300;

    public static PageLimits Read(IConfiguration configuration)
    {
        var usual = new PageLimits();
        return new() { PerPerson = Number(nameof(PerPerson), usual.PerPerson), PerNetwork = Number(nameof(PerNetwork), usual.PerNetwork), OfStrangers = Number(nameof(OfStrangers), usual.OfStrangers) };

        int Number(string name, int otherwise) => configuration[$"{Section}:{name}"] is not { } text ? otherwise
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number
            : throw WrongSetting.Value($"{Section}:{name}", text, "a whole number from 1 on");
    }
}
