using System.Collections.Concurrent;
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
    private int[] _ports = FreePorts(4);
    private Process? _process;

    /// <summary>Address without TLS.</summary>
    public string Uri => Address("guest:guest");

    /// <summary>Address with TLS, by a certificate that only <see cref="Certificate"/> vouches for.</summary>
    public string TlsUri => $"amqps://guest:guest@localhost:{_ports[3]}";

    public string Certificate => Path.Combine(_folder, "certificate.pem");

    public string Address(string user) => $"amqp://{user}@127.0.0.1:{_ports[0]}";

    /// <summary>Starts it, unless it runs. A port that another program took in the meantime costs another attempt.</summary>
    public PrivateBroker Start()
    {
        for (var attempt = 1; _process is null; attempt++)
        {
            var isNew = !File.Exists(Certificate);
            if (isNew) Configure();
            if (TryStart() is not { } reason) return this;
            Assert.True(isNew && attempt < 3 && reason.Contains("is taken", StringComparison.Ordinal), $"the broker did not start: {reason}");
            Directory.Delete(_folder, recursive: true);
            Directory.CreateDirectory(_folder);
            _ports = FreePorts(4);
        }

        return this;
    }

    /// <returns>null, or why it did not start.</returns>
    private string? TryStart()
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(Launcher.RepositoryRoot, "eng", "broker.sh"), _folder, .. _ports.Take(3).Select(port => $"{port}")])
        {
            RedirectStandardError = true,
        };
        var process = Process.Start(start)!;
        var said = new ConcurrentQueue<string>();
        process.ErrorDataReceived += (_, line) => said.Enqueue(line.Data ?? "");
        process.BeginErrorReadLine();
        var patience = Stopwatch.StartNew();
        while (!Listens(_ports[0]) || !Listens(_ports[3]))
        {
            if (process.HasExited || patience.Elapsed > Patience)
            {
                if (!process.HasExited) Launcher.Terminate(process);
                process.WaitForExit();
                process.Dispose();
                return patience.Elapsed > Patience ? "it does not listen" : string.Join('\n', said).Trim();
            }

            Thread.Sleep(50);
        }

        _process = process;
        return null;
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
