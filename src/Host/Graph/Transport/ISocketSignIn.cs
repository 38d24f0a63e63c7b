namespace Cln.Host.Graph.Transport;

/// <summary>Signs a socket in by the bearer token of its <c>connection_init</c>, for clients that can't set headers on a handshake.</summary>
internal interface ISocketSignIn
{
    /// <summary>Makes the connection's <see cref="Caller"/> the token's, as the Authorization header would have; false when the token is worth nothing.</summary>
    /// <exception cref="DomainError">The token may not be used here.</exception>
    Task<bool> SignInAsync(HttpContext context, string bearer);
}

/// <summary>Where nobody can sign in, no token is worth anything.</summary>
internal sealed class NoSocketSignIn : ISocketSignIn
{
    public Task<bool> SignInAsync(HttpContext context, string bearer) => Task.FromResult(false);
}
