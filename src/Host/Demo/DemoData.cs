using System.Text.Json;
using Cln.Data;
using Cln.Host.Access;
using Cln.Host.Events;
using Cln.Host.Graph;
using Cln.Host.Mail;
using GraphQL;
using Microsoft.EntityFrameworkCore;

namespace Cln.Host.Demo;

/// <summary>
/// A reseller with servers, licences and money, and an operator, for whoever starts the product for the first time: made in development when the
/// database is empty, through the same API that everybody uses. <c>Demo:Data=false</c> leaves it out; so does a mail server, as the activation is mailed.
/// </summary>
internal sealed class DemoData(IServiceScopeFactory scopes, GraphExecutor executor, IMailTransport transport, IConfiguration configuration, IHostEnvironment environment)
{
    private readonly PickupFolder? mails = transport as PickupFolder;

    public const string Login = "acme";
    public const string Operator = "operator";
    public const string Password = "correct horse battery";

    public bool IsWanted => environment.IsDevelopment() && mails is not null && configuration.GetValue("Demo:Data", true);

    /// <summary>Goes on where an earlier start was interrupted; the operator, made last, is the sign that nothing is missing.</summary>
    public async Task MakeAsync(CancellationToken cancellation)
    {
        await using var platform = scopes.CreatePlatformScope();
        var db = platform.ServiceProvider.GetRequiredService<ClnDbContext>();
        if (await db.Users.AnyAsync(user => user.UserName != Login, cancellation)) return;

        if (await FindAsync(db, cancellation) is null) await RegisterAsync(cancellation);
        if (await FindAsync(db, cancellation) is { State: ResellerState.Pending }) await ActivateAsync(cancellation);
        var reseller = (await FindAsync(db, cancellation))!.Id;
        foreach (var step in DemoDocuments.AsReseller) await AskAsync(step, new { }, reseller, address: null, cancellation);
        await AddServersAsync(reseller, cancellation);
        await Operators.AddAsync(platform.ServiceProvider, Operator, "operator@vendor.example", Password, cancellation);
    }

    private static Task<Reseller?> FindAsync(ClnDbContext db, CancellationToken cancellation) => db.Resellers.AsNoTracking().FirstOrDefaultAsync(row => row.Login == Login, cancellation);

    private async Task RegisterAsync(CancellationToken cancellation)
    {
        var token = (await AskAsync(DemoDocuments.Start, new { }, null, null, cancellation)).GetProperty("startRegistration").GetProperty("registration").GetProperty("token").GetString();
        var version = (await AskAsync("{ agreement { version } }", new { }, null, null, cancellation)).GetProperty("agreement").GetProperty("version").GetInt32();
        await AskAsync(DemoDocuments.Accept, new { token, version }, null, null, cancellation);
        await AskAsync(DemoDocuments.Pay, new { token, key = Guid.CreateVersion7() }, null, null, cancellation);
        await AskAsync(DemoDocuments.Complete, new { token, login = Login, password = Password }, null, null, cancellation);
    }

    /// <summary>Follows the link in the welcome mail, which in development is a file.</summary>
    private async Task ActivateAsync(CancellationToken cancellation) => await AskAsync(DemoDocuments.Activate, new { token = await MailedTokenAsync(cancellation) }, null, null, cancellation);

    private async Task<string> MailedTokenAsync(CancellationToken cancellation)
    {
        const string link = "/activate?token=";
        while (true)
        {
            foreach (var name in mails!.Latest())
            {
                var text = (await mails.FindAsync(name, cancellation))?.TextBody ?? "";
                if (text.IndexOf(link, StringComparison.Ordinal) is >= 0 and var at) return text[(at + link.Length)..].Split((char[]?)null, 2)[0];
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellation);
        }
    }

    private async Task AddServersAsync(long reseller, CancellationToken cancellation)
    {
        var account = (await AskAsync(DemoDocuments.Account, new { }, reseller, null, cancellation)).GetProperty("addServerAccount").GetProperty("serverAccount").GetProperty("id").GetString();
        var key = (await AskAsync(DemoDocuments.Key, new { account }, reseller, null, cancellation)).GetProperty("createKey").GetProperty("key").GetProperty("token").GetString();
        await AskAsync(DemoDocuments.Register, new { key, hostname = "shop1.acme.example" }, null, "198.51.100.50", cancellation);
        foreach (var (address, hostname) in DemoDocuments.Servers) await AskAsync(DemoDocuments.Register, new { hostname }, null, address, cancellation);
    }

    private async Task<JsonElement> AskAsync(string document, object variables, long? reseller, string? address, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var caller = scope.ServiceProvider.GetRequiredService<Caller>();
        if (reseller is not null) caller.SignIn("demo", userId: null, reseller, Scopes.All);
        if (address is not null) caller.Address = System.Net.IPAddress.Parse(address);

        var serializer = scope.ServiceProvider.GetRequiredService<IGraphQLTextSerializer>();
        var request = new GraphRequest(document, OperationName: null, serializer.Deserialize<Inputs>(JsonSerializer.Serialize(variables)), Extensions: null);
        var result = JsonDocument.Parse(serializer.Serialize(await executor.ExecuteAsync(request, scope.ServiceProvider, cancellation))).RootElement;
        var failed = result.TryGetProperty("errors", out _) || result.GetProperty("data").EnumerateObject().Any(field => field.Value.ValueKind == JsonValueKind.Object && field.Value.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Array);
        return failed ? throw new InvalidOperationException($"The demo data could not be made: {result}") : result.GetProperty("data");
    }
}
