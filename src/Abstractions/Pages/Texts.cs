namespace Cln.Pages;

/// <summary>Names the resource files of these components, <c>Texts.de.resx</c>. English needs none: it is what the pages say.</summary>
public sealed class Texts;
