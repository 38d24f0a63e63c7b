using Cln.Host;
using Cln.Host.Mail;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;

namespace Cln.Tests.Mail;

public sealed class MailSettingsTests
{
    [Fact]
    public void In_development_mail_goes_into_the_data_folder_unless_something_else_is_said()
    {
        Assert.Equal(Path.GetFullPath("/portal/data/mail"), Read("Development").PickupFolder);
        Assert.Equal(Path.GetFullPath("/portal/data/elsewhere"), Read("Development", ("Mail:PickupFolder", "elsewhere")).PickupFolder);
        Assert.Equal("mail.example:587", Read("Development", ("Mail:Smtp:Host", "mail.example")).Smtp!.ToString());
    }

    [Fact]
    public void In_production_the_server_and_the_sender_are_taken_from_the_settings()
    {
        var settings = Read("Production", ("Mail:From", "CLN <no-reply@portal.example>"), ("Mail:Smtp:Host", "mail.example"), ("Mail:Smtp:Port", "2525"),
            ("Mail:Smtp:User", "portal"), ("Mail:Smtp:Password", "secret"), ("Mail:Smtp:UseTls", "false"));

        Assert.Equal(new SmtpSettings("mail.example", 2525, "portal", "secret", UseTls: false), settings.Smtp);
        Assert.Equal("no-reply@portal.example", settings.From.Address);
        Assert.Null(settings.PickupFolder);
        Assert.DoesNotContain("secret", settings.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Mail:Smtp:Host")]
    [InlineData("Mail:From", "Mail:PickupFolder=out")]
    [InlineData("Mail:From", "Mail:PickupFolder=out", "Mail:From=nobody")]
    [InlineData("Mail:PickupFolder", "Mail:PickupFolder=out", "Mail:Smtp:Host=mail.example")]
    [InlineData("Mail:Smtp:Port", "Mail:Smtp:Host=mail.example", "Mail:Smtp:Port=smtp")]
    [InlineData("Mail:Smtp:Port", "Mail:Smtp:Host=mail.example", "Mail:Smtp:Port=70000")]
    [InlineData("Mail:Smtp:UseTls", "Mail:Smtp:Host=mail.example", "Mail:Smtp:UseTls=1")]
    [InlineData("Mail:Smtp:Password", "Mail:Smtp:Host=mail.example", "Mail:Smtp:User=portal")]
    public void A_wrong_setting_stops_the_start_by_its_name(string name, params string[] settings) =>
        Assert.Equal(name, Assert.Throws<WrongSetting>(() => Read("Production", [.. settings.Select(setting => (setting.Split('=')[0], setting.Split('=')[1]))])).Name);

    private static MailSettings Read(string environment, params (string Name, string Value)[] settings) =>
        MailSettings.Read(
            new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(setting => setting.Name, string? (setting) => setting.Value, StringComparer.Ordinal)).Build(),
            new Environment(environment));

    private sealed class Environment(string name) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = name;

        public string ApplicationName { get; set; } = "Cln";

        public string ContentRootPath { get; set; } = "/portal";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
