namespace Cln.Host.Data;

/// <summary>The host doesn't start on this database. The message says why, and what to do.</summary>
internal sealed class DatabaseRefused(string message) : Exception(message);
