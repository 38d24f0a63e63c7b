namespace Cln.Pages;

/// <summary>Another origin that a module's pages need, such as a payment provider's; registered as a service, it is let through by the pages' content security policy.</summary>
/// <param name="Origin">For instance <c>https://js.stripe.com</c>.</param>
/// <param name="HasScripts">It may run scripts in the page and be talked to by them, and not only be shown in a frame.</param>
public sealed record PageSource(string Origin, bool HasScripts);
