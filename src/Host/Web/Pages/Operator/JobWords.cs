using System.Globalization;
using Cln.Host.Web.Shell;
using Cln.Pages;
using Microsoft.Extensions.Localization;

namespace Cln.Host.Web.Pages.Operator;

/// <summary>What the API tells of jobs, in words for people.</summary>
internal static class JobWords
{
    public static string Outcome(IStringLocalizer words, string outcome) => outcome switch
    {
        "RUNNING" => words["Running"],
        "SUCCEEDED" => words["Succeeded"],
        "PARTLY_FAILED" => words["Partly failed"],
        "FAILED" => words["Failed"],
        "LOST" => words["Broken off"],
        _ => outcome,
    };

    public static string Kind(string outcome) => outcome switch
    {
        "SUCCEEDED" => "good",
        "PARTLY_FAILED" or "LOST" => "warn",
        "FAILED" => "bad",
        _ => "",
    };

    /// <summary>A cron expression as one would say it, where it is a simple one: UTC.</summary>
    public static string Schedule(IStringLocalizer words, string cron)
    {
        if (cron.Split(' ') is not [var second, var minute, var hour, "*", "*", "?"]) return cron;
        return (Step(second), Step(minute), Number(second), Number(minute), Number(hour)) switch
        {
            ({ } seconds, _, _, _, _) when (minute, hour) is ("*", "*") => words["Every {0} seconds", seconds],
            (_, { } minutes, not null, _, _) when hour == "*" => words["Every {0} minutes", minutes],
            (_, _, not null, { } at, _) when hour == "*" => words["Hourly, at minute {0}", at],
            (_, _, not null, { } at, { } h) => words["Daily at {0} UTC", string.Create(CultureInfo.InvariantCulture, $"{h:00}:{at:00}")],
            _ => cron,
        };
    }

    public static string Took(IStringLocalizer words, int milliseconds) => milliseconds switch
    {
        < 1_000 => words["{0} ms", milliseconds],
        < 60_000 => words["{0} s", (milliseconds / 1000m).ToString("0.#", CultureInfo.CurrentCulture)],
        _ => words["{0} min", (milliseconds / 60_000m).ToString("0.#", CultureInfo.CurrentCulture)],
    };

    public static string Until(IStringLocalizer words, TimeSpan ahead) => ahead switch
    {
        { TotalMinutes: < 1 } => words["within a minute"],
        { TotalHours: < 1 } => words["in {0} min", (int)ahead.TotalMinutes],
        _ => words["in {0} h", (int)ahead.TotalHours],
    };

    /// <summary>The sentence of a job in the reader's language, from the texts of the module that brings it.</summary>
    public static string Description(IStringLocalizerFactory texts, Modules modules, string module, string description)
    {
        var source = module == "Host" ? typeof(Texts) : modules.Enabled.FirstOrDefault(one => one.Name == module) is { } found ? Menu.TextsOf(found.GetType()) : null;
        return source is null ? description : texts.Create(source)[description];
    }

    private static int? Step(string field) => field.Split('/') is [_, var step] ? Number(step) : null;

    private static int? Number(string field) => int.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
