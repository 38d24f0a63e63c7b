namespace ClnReseller.Sample;

public sealed record AddLicense(string Ip, string Key) : IOperation<AddLicense.Answer>
{
    public string Document() => """
        mutation AddLicense($ip: IpAddress!, $key: IdempotencyKey!) {
          addIpLicense(input: { ip: $ip, type: "KERNELCARE", idempotencyKey: $key }) {
            ipLicense { id ip monthlyPrice }
            errors { ... on Error { code message } }
          }
        }
        """;

    public sealed record Answer(Payload AddIpLicense);

    public sealed record Payload(NewLicense? IpLicense, IReadOnlyList<Error>? Errors);

    public sealed record NewLicense(string Id, string Ip, string MonthlyPrice);
}

public sealed record Licenses(string? After) : IOperation<Licenses.Answer>
{
    public string Document() => """
        query Licenses($after: String) {
          ipLicenses(first: 100, after: $after, order: [{ ip: ASC }]) {
            nodes { id ip type { code } hostname }
            pageInfo { hasNextPage endCursor }
          }
        }
        """;

    public sealed record Answer(Page IpLicenses);

    public sealed record Page(IReadOnlyList<License> Nodes, PageInfo PageInfo);

    public sealed record PageInfo(bool HasNextPage, string? EndCursor);
}

public sealed record License(string Id, string Ip, LicenseType Type, string? Hostname);

public sealed record LicenseType(string Code);

public sealed record RemoveLicense(string Id) : IOperation<RemoveLicense.Answer>
{
    public string Document() => """
        mutation RemoveLicense($id: ID!) {
          removeIpLicenses(input: { ids: [$id] }) { ipLicenses { ip } errors { ... on Error { code message } } }
        }
        """;

    public sealed record Answer(Payload RemoveIpLicenses);

    public sealed record Payload(IReadOnlyList<Gone>? IpLicenses, IReadOnlyList<Error>? Errors);

    public sealed record Gone(string Ip);
}

/// <summary>Something that the API refuses, by a code that stays what it is.</summary>
public sealed record Error(string Code, string Message);
