using GraphQL;

namespace Cln.Host.Graph.Export;

/// <summary>A document that can't be exported, and what it has to be.</summary>
internal sealed class ExportError : ExecutionError
{
    public ExportError(string message)
        : base($"{message} An export takes a query of one list: `{{ ipLicenses(where: …, order: …) {{ nodes {{ ip hostname }} }} }}`.") => Code = "NOT_EXPORTABLE";
}
