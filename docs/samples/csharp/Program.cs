// Licences an address, lists what is licensed, and takes the licence away again: dotnet run -- 198.51.100.41
// A document and the record of its answer stand side by side, and reading is strict: an answer without a member that its record has is an error.
using ClnReseller.Sample;

var api = new ClnApi(
    new Uri(Environment.GetEnvironmentVariable("CLN_URL") ?? "http://localhost:5080"),
    Environment.GetEnvironmentVariable("CLN_TOKEN") ?? throw new InvalidOperationException("CLN_TOKEN is the API token to use."));
var ip = args is [var given, ..] ? given : "198.51.100.41";

// The key makes it one licence, however often this is sent.
var added = (await api.SendAsync(new AddLicense(ip, $"sample-{ip}-kernelcare"))).AddIpLicense;
if (added.Errors is [var refused, ..]) throw new InvalidOperationException($"{refused.Code}: {refused.Message}");
var license = added.IpLicense!;
Console.WriteLine($"licensed {license.Ip} for {license.MonthlyPrice} a month");

var count = 0;
await foreach (var one in api.LicensesAsync())
{
    count++;
    if (one.Id == license.Id) Console.WriteLine($"listed {one.Ip} with {one.Type.Code}");
}

Console.WriteLine($"there are {count}");

var removed = (await api.SendAsync(new RemoveLicense(license.Id))).RemoveIpLicenses;
if (removed.Errors is [var kept, ..]) throw new InvalidOperationException($"{kept.Code}: {kept.Message}");
Console.WriteLine($"removed {string.Join(", ", removed.IpLicenses!.Select(gone => gone.Ip))}");
