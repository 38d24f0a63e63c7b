using Cln.Contracts;

namespace Cln.Host.Mail;

/// <summary>The mail of the host.</summary>
internal static class MailSetup
{
    /// <exception cref="WrongSetting">A setting is missing or isn't of the form that it takes.</exception>
    public static IServiceCollection AddMail(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        var settings = MailSettings.Read(configuration, environment);
        return services
            .AddSingleton(settings)
            .AddSingleton<IMailTransport>(settings.Smtp is { } smtp ? new SmtpServer(smtp) : new PickupFolder(settings.PickupFolder!))
            .AddScoped<IMail, StagedMail>()
            .AddSingleton<MailSender>()
            .AddHostedService(provider => provider.GetRequiredService<MailSender>());
    }

    /// <summary>In development, where mails are files: <c>/dev/mail</c> shows them. Elsewhere there is no such page.</summary>
    public static void MapDevMail(this IEndpointRouteBuilder routes)
    {
        if (!routes.ServiceProvider.GetRequiredService<IHostEnvironment>().IsDevelopment()) return;
        if (routes.ServiceProvider.GetRequiredService<IMailTransport>() is not PickupFolder folder) return;
        routes.MapGet("/dev/mail", (CancellationToken cancellation) => DevMail.ListAsync(folder, cancellation));
        routes.MapGet("/dev/mail/{name}", (string name, CancellationToken cancellation) => DevMail.OpenAsync(folder, name, cancellation));
    }
}
