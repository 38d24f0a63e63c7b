using Cln.Graph;

namespace Cln;

/// <summary>A hosting company that buys licences: the tenant. What it owns is invisible to every other reseller.</summary>
[Node(Scopes.ResellerRead)]
public sealed class Reseller : INode
{
    public long Id { get; private set; }

    /// <summary>The number that people use: in invoice numbers and in the prefix of server accounts, <c>IPR-&lt;number&gt;-</c>.</summary>
    public int Number => checked((int)Id);

    /// <summary>The company's name.</summary>
    public required string Name { get; set; }

    /// <summary>The login of the account's owner; empty until the registration's last step.</summary>
    public required string Login { get; set; }

    /// <summary>The address for invoices and notices about money.</summary>
    public required string BillingEmail { get; set; }

    [Hidden] public required string TierCode { get; set; }

    /// <summary>ISO 4217 code of the deposit's currency.</summary>
    public string Currency { get; init; } = "USD";

    /// <summary>How far the account has come.</summary>
    public ResellerState State { get; set; } = ResellerState.Pending;

    /// <summary>First name of the person to write to.</summary>
    public required string FirstName { get; set; }

    /// <summary>Last name of the person to write to.</summary>
    public required string LastName { get; set; }

    /// <summary>ISO 3166-1 alpha-2 code, such as "DE".</summary>
    public required string Country { get; set; }

    /// <summary>Telephone number, in the form that the reseller gave.</summary>
    public string? Phone { get; set; }

    /// <summary>Street and number, as printed on invoices.</summary>
    public string? Street { get; set; }

    /// <summary>City, as printed on invoices.</summary>
    public string? City { get; set; }

    /// <summary>State or province, as printed on invoices.</summary>
    public string? Region { get; set; }

    /// <summary>Postal code, as printed on invoices.</summary>
    public string? PostalCode { get; set; }

    /// <summary>VAT identification number, as printed on invoices.</summary>
    public string? VatId { get; set; }

    /// <summary>Whether everybody who signs in to the account needs two factors.</summary>
    public bool RequiresTwoFactor { get; set; }

    /// <summary>When the registration was paid for.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>How far a reseller's account has come.</summary>
public enum ResellerState
{
    /// <summary>Registered but not activated: nobody can sign in.</summary>
    Pending,

    /// <summary>In use.</summary>
    Active,

    /// <summary>Closed by an operator: nobody can sign in.</summary>
    Closed,
}

/// <summary>A row that belongs to one reseller. The tenant filter hides it from all others, and a write to another's row is refused.</summary>
public interface IOwned
{
    long ResellerId { get; }
}
