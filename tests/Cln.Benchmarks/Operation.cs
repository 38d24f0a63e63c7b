namespace Cln.Benchmarks;

/// <summary>What is asked of both sides: of the product as a document, of the floor at a path of its own.</summary>
internal sealed record Operation(string Name, string Path, string Document)
{
    public static readonly IReadOnlyList<Operation> All =
    [
        new("(a) a balance", "/balance", "{ balance { amount currency version asOf } }"),
        new("(b) 50 licences, 6 fields", "/licences", "{ ipLicenses(first: 50) { nodes { id ip type { code name } hostname createdAt lastCheckInAt } pageInfo { hasNextPage endCursor } } }"),
        new("(c) 10 invoices, 5 lines", "/invoices", "{ invoices(first: 10) { nodes { id number type payPeriod total balance lines { title quantity subTotal } } } }"),
        new("(d) introspection", "/introspection", Introspection),
    ];

    private const string Introspection =
        "query IntrospectionQuery { __schema { queryType { name } mutationType { name } subscriptionType { name } types { ...FullType } directives { name description locations args { ...InputValue } } } } " +
        "fragment FullType on __Type { kind name description fields(includeDeprecated: true) { name description args { ...InputValue } type { ...TypeRef } isDeprecated deprecationReason } " +
        "inputFields { ...InputValue } interfaces { ...TypeRef } enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason } possibleTypes { ...TypeRef } } " +
        "fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue } " +
        "fragment TypeRef on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } }";
}
