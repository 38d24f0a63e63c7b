namespace Cln.Host.Web;

/// <summary>Names the resource files of the shell and of its own pages, <c>Texts.de.resx</c>.</summary>
internal sealed class Texts;
