namespace Cln.Pages;

/// <summary>Another origin that a module's pages need, such as a payment provider's; registered as a service, it is let through by the pages' content security policy.</summary>
/// <param name="Origin">For instance <c>https://js.stripe.com</c>.</param>
/// <param name="HasScripts">It may run scripts in the page and be talked to by them, and not only be shown in a frame.</param>
/// <param name="IsCalled">Scripts of the page may talk to it.</param>
public sealed record PageSource(string Origin, bool HasScripts, bool IsCalled = false);

/// <summary>A script of another origin that pages load when they need it; registered as a service by the module that knows where it is.</summary>
/// <param name="Name">Whose, for instance <c>stripe</c>.</param>
/// <param name="Url">Where it is.</param>
public sealed record PageScript(string Name, string Url);
