namespace Cln.Host.Demo;

/// <summary>What a person who has just started the product in development wants to know: where to go, and how to sign in.</summary>
internal static class Welcome
{
    public static async Task SayAsync(WebApplication app, TextWriter output)
    {
        var demo = app.Services.GetRequiredService<DemoData>();
        if (!demo.IsWanted) return;
        await demo.MakeAsync(app.Lifetime.ApplicationStopping);
        var address = app.Urls.First();
        await output.WriteLineAsync(
            $"""

            ClnReseller runs at {address}

              Console        {address}
              GraphQL IDE    {address}/graphql
              Schema         {address}/graphql/schema.graphql
              Sent mail      {address}/dev/mail

              Sign in as     {DemoData.Login} (a reseller) or {DemoData.Operator}, password "{DemoData.Password}"

            """);
    }
}
