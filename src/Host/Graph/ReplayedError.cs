using System.Reflection;
using System.Text.Json;

namespace Cln.Host.Graph;

/// <summary>An error that a call with this idempotency key got the first time, told again as it was.</summary>
internal sealed class ReplayedError(Type type, string code, string message, JsonElement fields) : DomainError(code, message)
{
    /// <summary>The error's own type.</summary>
    public Type Type => type;

    public object? Value(PropertyInfo property) =>
        property.Name == nameof(Code) ? Code
        : fields.TryGetProperty(property.Name, out var value) ? value.Deserialize(property.PropertyType, Json.Options) : null;
}
