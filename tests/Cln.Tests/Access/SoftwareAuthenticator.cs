using System.Buffers.Binary;
using System.Buffers.Text;
using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Cln.Tests.Access;

/// <summary>What a browser and its authenticator do with the options of a passkey: one ECDSA key, attested by nobody.</summary>
internal sealed class SoftwareAuthenticator(string origin) : IDisposable
{
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] credentialId = RandomNumberGenerator.GetBytes(32);
    private uint uses;
    private string user = "";

    /// <summary>Whether it asks for a finger, a face or a PIN.</summary>
    public bool Verifies { get; set; } = true;

    public string Create(string options)
    {
        var json = JsonDocument.Parse(options).RootElement;
        user = json.GetProperty("user").GetProperty("id").GetString()!;
        var response = new
        {
            clientDataJSON = Text(ClientData("webauthn.create", json)),
            attestationObject = Text(Attestation(json.GetProperty("rp").GetProperty("id").GetString()!)),
            transports = new[] { "internal" },
        };
        return Credential(response);
    }

    public string Get(string options)
    {
        var json = JsonDocument.Parse(options).RootElement;
        var clientData = ClientData("webauthn.get", json);
        var data = Data(json.GetProperty("rpId").GetString()!, attested: []);
        var signature = key.SignData([.. data, .. SHA256.HashData(clientData)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return Credential(new { clientDataJSON = Text(clientData), authenticatorData = Text(data), signature = Text(signature), userHandle = user });
    }

    public void Dispose() => key.Dispose();

    private string Credential(object response) =>
        JsonSerializer.Serialize(new { id = Text(credentialId), rawId = Text(credentialId), type = "public-key", response, clientExtensionResults = new { }, authenticatorAttachment = "platform" });

    private byte[] ClientData(string type, JsonElement options) =>
        Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { type, challenge = options.GetProperty("challenge").GetString(), origin, crossOrigin = false }));

    private byte[] Attestation(string domain)
    {
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)credentialId.Length);
        var writer = new CborWriter(CborConformanceMode.Ctap2Canonical);
        writer.WriteStartMap(3);
        writer.WriteTextString("fmt");
        writer.WriteTextString("none");
        writer.WriteTextString("attStmt");
        writer.WriteStartMap(0);
        writer.WriteEndMap();
        writer.WriteTextString("authData");
        writer.WriteByteString(Data(domain, [.. new byte[16], .. length, .. credentialId, .. PublicKey()]));
        writer.WriteEndMap();
        return writer.Encode();
    }

    private byte[] Data(string domain, byte[] attested)
    {
        var flags = 0x01 | (Verifies ? 0x04 : 0) | (attested.Length > 0 ? 0x40 : 0);
        var count = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(count, ++uses);
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(domain)), (byte)flags, .. count, .. attested];
    }

    /// <summary>COSE: an EC2 key for ES256 on P-256.</summary>
    private byte[] PublicKey()
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        var writer = new CborWriter(CborConformanceMode.Ctap2Canonical);
        writer.WriteStartMap(5);
        foreach (var (label, number) in new[] { (1, 2), (3, -7), (-1, 1) })
        {
            writer.WriteInt32(label);
            writer.WriteInt32(number);
        }

        writer.WriteInt32(-2);
        writer.WriteByteString(point.X!);
        writer.WriteInt32(-3);
        writer.WriteByteString(point.Y!);
        writer.WriteEndMap();
        return writer.Encode();
    }

    private static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
