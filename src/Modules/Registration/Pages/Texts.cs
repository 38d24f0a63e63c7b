namespace Cln.Registration.Pages;

/// <summary>Names the resource files of this module's pages, <c>Texts.de.resx</c>.</summary>
internal sealed class Texts;
