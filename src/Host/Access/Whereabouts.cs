namespace Cln.Host.Access;

/// <summary>Where a call comes from and with what, as far as it tells.</summary>
internal sealed class Whereabouts(Caller caller, IHttpContextAccessor http)
{
    private const int LongestUserAgent = 200;

    public string? Address => caller.Address is { } address ? IpAddress.From(address).ToString() : null;

    /// <summary>What is counted together with it.</summary>
    public string Network => Access.Network.Of(caller.Address);

    /// <summary>As it was sent, but for what no database and no page should have to show.</summary>
    public string? UserAgent
    {
        get
        {
            var sent = http.HttpContext?.Request.Headers.UserAgent.ToString() ?? "";
            var shown = string.Concat(sent.Where(letter => !char.IsControl(letter) && !char.IsSurrogate(letter)).Take(LongestUserAgent)).Trim();
            return shown.Length == 0 ? null : shown;
        }
    }
}
