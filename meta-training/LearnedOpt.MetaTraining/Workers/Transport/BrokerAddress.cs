using System.Net.Sockets;
using System.Security.Authentication;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace LearnedOpt.MetaTraining.Workers;

/// <summary>A broker as the user wrote it: <c>amqp[s]://user:password@host:port/virtual-host</c>. Shown without credentials.</summary>
public sealed class BrokerAddress
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Uri _uri;

    /// <exception cref="ArgumentException">It is no such address.</exception>
    public BrokerAddress(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("amqp" or "amqps") || uri.Host.Length == 0)
            throw new ArgumentException("a broker is written amqp://user:password@host:port/virtual-host, or amqps:// for TLS; what was given is not of that form");
        if (uri.Segments.Length > 2) throw new ArgumentException("a broker's virtual host is one word after the port; write / within it as %2F");
        _uri = uri;
    }

    /// <summary>Without user and password.</summary>
    public override string ToString() => $"{_uri.Scheme}://{_uri.Host}:{(_uri.Port > 0 ? _uri.Port : _uri.Scheme == "amqps" ? 5671 : 5672)}{(_uri.AbsolutePath == "/" ? "" : _uri.AbsolutePath)}";

    /// <summary>For one connection; reconnecting is the caller's.</summary>
    internal ConnectionFactory CreateFactory(string name) => new()
    {
        Uri = _uri,
        ClientProvidedName = name,
        AutomaticRecoveryEnabled = false,
        TopologyRecoveryEnabled = false,
        RequestedHeartbeat = TimeSpan.FromSeconds(20),
        RequestedConnectionTimeout = Patience,
        ContinuationTimeout = Patience,
        HandshakeContinuationTimeout = Patience,
        MaxInboundMessageBodySize = Envelope.MostBytes,
    };

    /// <summary>Whether a failure to connect may be for want of time only, on a broker or a machine that is very busy.</summary>
    internal static bool IsPassing(Exception fault)
    {
        for (var cause = fault; cause is not null; cause = cause.InnerException)
            if (cause is AuthenticationFailureException or AuthenticationException or OperationInterruptedException or SocketException { SocketErrorCode: not SocketError.TimedOut }) return false;
        return true;
    }

    /// <summary>What a failure to connect means.</summary>
    internal BrokerException Explain(Exception fault)
    {
        var user = _uri.UserInfo.Length == 0 ? "guest" : Uri.UnescapeDataString(_uri.UserInfo.Split(':')[0]);
        for (var cause = fault; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case AuthenticationFailureException:
                    return new BrokerException($"broker {this} refuses user '{user}': check user name and password in the broker's address", fault);
                case AuthenticationException:
                    return new BrokerException($"TLS to broker {this} failed ({cause.Message.TrimEnd('.')}): its certificate must be valid for that host name and signed by an authority that this machine trusts (SSL_CERT_FILE adds one)", fault);
                case OperationInterruptedException { ShutdownReason: { ReplyCode: 403 or 530 } reason }:
                    return new BrokerException($"broker {this} refuses user '{user}' ({reason.ReplyText}): it needs a virtual host of that name, and permission to configure, write and read in it", fault);
                case SocketException:
                    return new BrokerException($"broker {this} cannot be reached ({cause.Message.TrimEnd('.')}): start it, or check the address and the network", fault);
            }
        }

        var last = fault.GetBaseException();
        return new BrokerException($"broker {this} cannot be used ({last.Message.TrimEnd('.')}): check its address, and its log", fault);
    }
}
