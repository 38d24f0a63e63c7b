using Cln.Contracts;
using Cln.Invoices.Pdf;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Cln.Invoices;

/// <summary>Documents of the money that moved: numbers without gaps, lines, PDF.</summary>
public sealed class InvoicesModule : IModule
{
    public string Name => "Invoices";

    public IReadOnlyList<Page> Pages => [new(Cln.Pages.Sections.Billing, "Invoices", "/billing/invoices", MudBlazor.Icons.Material.Outlined.Receipt, Scopes.BillingRead) { Order = 30 }];

    public void Register(IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<IInvoicing, Invoicing>();
        services.AddScoped<InvoiceLetters>();
        services.AddSingleton(new Site((configuration["Site:Url"] ?? configuration["Urls"]?.Split(';')[0] ?? "http://localhost:5080").TrimEnd('/')));
        services.AddSingleton<IInvariants, InvoiceInvariants>();
        services.AddOptions<Seller>().Bind(configuration.GetSection("Invoices:Seller"))
            .Validate<IHostEnvironment>((seller, environment) => !environment.IsProduction() || seller.Name != new Seller().Name, "Invoices:Seller:Name is the legal name of the company that issues the invoices; production needs it.")
            .ValidateOnStart();
        services.AddSingleton(_ => new Typefaces(configuration["Invoices:Fonts"]));
        services.AddSingleton(provider => new InvoicePdf(provider.GetRequiredService<Typefaces>(), provider.GetRequiredService<IOptions<Seller>>().Value));
    }

    public void Map(IEndpointRouteBuilder routes) => DownloadInvoice.Map(routes);
}
