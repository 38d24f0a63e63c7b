namespace Cln.Host.Evolution;

/// <summary>What a change of the schema means to a client that was written before it.</summary>
internal enum ApiChangeImpact
{
    /// <summary>A client that used this doesn't work any more.</summary>
    Breaking,

    /// <summary>A client may be told what it doesn't know, or be answered otherwise than before.</summary>
    Dangerous,

    /// <summary>No client notices.</summary>
    Safe,
}

/// <summary>What was done to a part of the schema.</summary>
internal enum ApiChangeKind
{
    /// <summary>It is new.</summary>
    Added,

    /// <summary>It is another.</summary>
    Changed,

    /// <summary>Something else should be used.</summary>
    Deprecated,

    /// <summary>It is gone.</summary>
    Removed,
}

/// <summary>One difference between two schemas.</summary>
/// <param name="Impact">What it means to clients.</param>
/// <param name="Kind">What was done.</param>
/// <param name="Path">To what: "IpLicense.addedAt", "Query.ipLicenses(search:)", "@deprecated".</param>
/// <param name="Text">As a sentence.</param>
internal sealed record SchemaChange(ApiChangeImpact Impact, ApiChangeKind Kind, string Path, string Text)
{
    public override string ToString() => $"{Impact.ToString().ToUpperInvariant(),-9}  {Path}: {Text}";
}
