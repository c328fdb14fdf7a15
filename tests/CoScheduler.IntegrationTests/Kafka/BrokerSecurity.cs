using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CoScheduler.IntegrationTests.Kafka;

/// <summary>TLS with a certificate made for the test, and one user who logs in by SASL/PLAIN.</summary>
internal sealed class BrokerSecurity : IDisposable
{
    public const string User = "shop";

    /// <summary>The user's password, made for the test.</summary>
    public string Password { get; } = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));

    private readonly string _storePassword = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
    private readonly string _folder = Directory.CreateTempSubdirectory("coscheduler-tls-").FullName;

    public BrokerSecurity()
    {
        using var key = RSA.Create(2048);
        using var certificate = Certificate(key);
        File.WriteAllBytes(Path.Combine(_folder, "broker.p12"), certificate.Export(X509ContentType.Pkcs12, _storePassword));
        File.WriteAllText(AuthorityFile, certificate.ExportCertificatePem());
        using var stranger = RSA.Create(2048);
        using var other = Certificate(stranger);
        File.WriteAllText(StrangerFile, other.ExportCertificatePem());
    }

    /// <summary>Who signed the broker's certificate, as clients read it.</summary>
    public string AuthorityFile => Path.Combine(_folder, "ca.pem");

    /// <summary>Somebody who did not.</summary>
    public string StrangerFile => Path.Combine(_folder, "stranger.pem");

    /// <summary>What a client of librdkafka must set.</summary>
    public Dictionary<string, string> ClientProperties => new(StringComparer.Ordinal)
    {
        ["security.protocol"] = "SASL_SSL",
        ["sasl.mechanism"] = "PLAIN",
        ["sasl.username"] = User,
        ["sasl.password"] = Password,
        ["ssl.ca.location"] = AuthorityFile,
    };

    /// <summary>What the broker must set.</summary>
    public string BrokerProperties(string folder)
    {
        File.Copy(Path.Combine(_folder, "broker.p12"), Path.Combine(folder, "broker.p12"), overwrite: true);
        File.Copy(AuthorityFile, Path.Combine(folder, "ca.pem"), overwrite: true);
        return $"""
            listener.security.protocol.map=SASL_SSL:SASL_SSL,CONTROLLER:PLAINTEXT
            inter.broker.listener.name=SASL_SSL
            sasl.enabled.mechanisms=PLAIN
            sasl.mechanism.inter.broker.protocol=PLAIN
            listener.name.sasl_ssl.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="{User}" password="{Password}" user_{User}="{Password}";
            ssl.keystore.type=PKCS12
            ssl.keystore.location={folder}/broker.p12
            ssl.keystore.password={_storePassword}
            ssl.key.password={_storePassword}
            ssl.truststore.type=PEM
            ssl.truststore.location={folder}/ca.pem
            """;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static X509Certificate2 Certificate(RSA key)
    {
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = DateTimeOffset.UtcNow;
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
