using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Cln.Data;

/// <summary>How the platform's own types are stored, alike on every database: money as cents, instants as milliseconds since 1970 UTC, dates as "2027-01-31", enums by name.</summary>
internal static class Columns
{
    public static void Configure(ModelConfigurationBuilder builder)
    {
        builder.Properties<Money>().HaveConversion<MoneyColumn>();
        builder.Properties<IpAddress>().HaveConversion<IpAddressColumn>().HaveMaxLength(45);
        builder.Properties<DateTimeOffset>().HaveConversion<InstantColumn>();
        builder.Properties<DateOnly>().HaveConversion<DateColumn>().HaveMaxLength(10);
        builder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(32);
    }

    private sealed class MoneyColumn() : ValueConverter<Money, long>(money => money.Cents, cents => new(cents));

    private sealed class IpAddressColumn() : ValueConverter<IpAddress, string>(address => address.ToString(), text => IpAddress.Parse(text));

    private sealed class InstantColumn() : ValueConverter<DateTimeOffset, long>(instant => instant.ToUnixTimeMilliseconds(), milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));

    private sealed class DateColumn() : ValueConverter<DateOnly, string>(date => date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), text => DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
}
