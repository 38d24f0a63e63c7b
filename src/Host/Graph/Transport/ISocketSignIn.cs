namespace Cln.Host.Graph.Transport;

/// <summary>Who is at the other end of a connection that stays.</summary>
internal interface ISocketSignIn
{
    /// <summary>
    /// Makes the connection's <see cref="Caller"/> that of the bearer token in its <c>connection_init</c>, as the Authorization header would have, for
    /// clients that can't set headers on a handshake; false when the token is worth nothing.
    /// </summary>
    /// <exception cref="DomainError">The token may not be used here.</exception>
    Task<bool> SignInAsync(HttpContext context, string bearer);

    /// <summary>Whether the connection's caller still has the rights that it came with, by a bearer token of its <c>connection_init</c> or else by what its request had.</summary>
    Task<bool> StillMayAsync(HttpContext context, string? bearer);
}

/// <summary>Where nobody can sign in, no token is worth anything.</summary>
internal sealed class NoSocketSignIn : ISocketSignIn
{
    public Task<bool> SignInAsync(HttpContext context, string bearer) => Task.FromResult(false);

    public Task<bool> StillMayAsync(HttpContext context, string? bearer) => Task.FromResult(true);
}
