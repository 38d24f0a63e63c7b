using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Cln.Tests.Data;

/// <summary>SQL Server's grammar, where there is no SQL Server.</summary>
internal static class TransactSql
{
    /// <summary>What SQL Server 2022 would say of the syntax; null when it is right.</summary>
    public static string? WhyWrong(string sql)
    {
        using var text = new StringReader(sql);
        new TSql160Parser(initialQuotedIdentifiers: true).Parse(text, out var errors);
        return errors.Count == 0 ? null : $"{string.Join(' ', errors.Select(error => $"Line {error.Line}: {error.Message}"))}\n{sql}";
    }
}
