using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LearnedOpt.Host.Tests;

/// <summary>A RabbitMQ of the tests' own: private name, ports and data, with and without TLS, gone afterwards.</summary>
public sealed class PrivateBroker : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string _folder = Directory.CreateTempSubdirectory("learnedopt-broker-").FullName;
    private readonly int[] _ports = FreePorts(4);
    private Process? _process;

    /// <summary>Address without TLS.</summary>
    public string Uri => Address("guest:guest");

    /// <summary>Address with TLS, by a certificate that only <see cref="Certificate"/> vouches for.</summary>
    public string TlsUri => $"amqps://guest:guest@localhost:{_ports[3]}";

    public string Certificate => Path.Combine(_folder, "certificate.pem");

    public string Address(string user) => $"amqp://{user}@127.0.0.1:{_ports[0]}";

    /// <summary>Starts it, the first time.</summary>
    public PrivateBroker Start()
    {
        if (_process is not null) return this;
        if (!File.Exists(Certificate)) Configure();
        _process = Process.Start(new ProcessStartInfo("bash", [Path.Combine(Launcher.RepositoryRoot, "eng", "broker.sh"), _folder, .. _ports.Take(3).Select(port => $"{port}")]))!;
        var patience = Stopwatch.StartNew();
        while (!Listens(_ports[0]) || !Listens(_ports[3]))
        {
            Assert.False(_process.HasExited, "the broker did not start; './learnedopt test' installs rabbitmq-server where it is missing");
            Assert.True(patience.Elapsed < Patience, "the broker does not listen");
            Thread.Sleep(50);
        }

        return this;
    }

    public void Stop()
    {
        if (_process is null) return;
        Launcher.Terminate(_process);
        Assert.True(_process.WaitForExit(Patience));
        _process.Dispose();
        _process = null;
    }

    public void Dispose()
    {
        Stop();
        Directory.Delete(_folder, recursive: true);
    }

    private void Configure()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, true));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));
        File.WriteAllText(Certificate, certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_folder, "key.pem"), key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(Path.Combine(_folder, "rabbitmq.conf"), $"""
            listeners.tcp.1 = 127.0.0.1:{_ports[0]}
            listeners.ssl.1 = 127.0.0.1:{_ports[3]}
            ssl_options.cacertfile = {Certificate}
            ssl_options.certfile = {Certificate}
            ssl_options.keyfile = {_folder}/key.pem
            ssl_options.verify = verify_none
            ssl_options.fail_if_no_peer_cert = false
            handshake_timeout = 60000
            ssl_handshake_timeout = 60000
            log.file.level = warning

            """);
    }

    private static bool Listens(int port)
    {
        try
        {
            using var client = new TcpClient();
            client.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        foreach (var listener in listeners) listener.Start();
        int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        foreach (var listener in listeners) listener.Stop();
        return ports;
    }
}
