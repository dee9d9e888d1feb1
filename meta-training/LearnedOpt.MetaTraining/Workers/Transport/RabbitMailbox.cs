using System.Collections.Concurrent;
using System.Diagnostics;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace LearnedOpt.MetaTraining.Workers;

/// <summary>
/// A mailbox on RabbitMQ: a queue of its own that goes with its connection, and sends through the default exchange, whose
/// returns tell that an address is empty. Connects again by itself, under the same address.
/// </summary>
internal sealed class RabbitMailbox : IMailbox
{
    private const int Locked = 405;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100), LongestPause = TimeSpan.FromSeconds(2), SendPatience = TimeSpan.FromSeconds(20),
        ConnectPatience = TimeSpan.FromMinutes(1);

    private readonly BrokerAddress _broker;
    private readonly BlockingCollection<MailboxEvent> _events = [];
    private readonly SemaphoreSlim _sending = new(1);
    private readonly CancellationTokenSource _closing = new();
    private IConnection? _connection;
    private IChannel? _channel;
    private long _sent, _received;

    private RabbitMailbox(BrokerAddress broker, string address) => (_broker, Address) = (broker, address);

    public string Address { get; }

    public (long Sent, long Received) Traffic => (Interlocked.Read(ref _sent), Interlocked.Read(ref _received));

    /// <summary>Connects.</summary>
    /// <param name="broker">Where.</param>
    /// <param name="address">Name of the queue; only one mailbox may have it.</param>
    /// <param name="patience">How long an owner of this address that may have died is waited for.</param>
    /// <param name="note">Told why this takes long, if it does.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="BrokerException">The broker cannot be used, or another one has this address.</exception>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public static RabbitMailbox Open(BrokerAddress broker, string address, TimeSpan patience, Action<string> note, CancellationToken stop)
    {
        var mailbox = new RabbitMailbox(broker, address);
        var waited = Stopwatch.StartNew();
        for (var told = false; ; told = true)
        {
            try
            {
                mailbox.ConnectAsync().GetAwaiter().GetResult();
                return mailbox;
            }
            catch (OperationInterruptedException fault) when (fault.ShutdownReason?.ReplyCode == Locked)
            {
                if (waited.Elapsed > patience)
                    throw new BrokerException($"queue {address} of broker {broker} belongs to another process that is alive: end it, or choose another --queue", fault);
                if (!told) note($"queue {address} of broker {broker} is in use; waiting in case its owner has just died");
                stop.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(500));
                stop.ThrowIfCancellationRequested();
            }
            catch (Exception fault) when (fault is not BrokerException)
            {
                if (!BrokerAddress.IsPassing(fault) || waited.Elapsed > ConnectPatience) throw broker.Explain(fault);
                stop.ThrowIfCancellationRequested();
            }
        }
    }

    public void Send(string address, byte[] message)
    {
        _sending.Wait();
        try
        {
            if (_channel is not { IsOpen: true } channel) return;
            using var limit = new CancellationTokenSource(SendPatience);
            channel.BasicPublishAsync("", address, mandatory: true, new BasicProperties(), message, limit.Token).AsTask().GetAwaiter().GetResult();
            Interlocked.Add(ref _sent, message.Length);
        }
        catch (Exception fault) when (fault is OperationInterruptedException or IOException or AlreadyClosedException or OperationCanceledException or ObjectDisposedException)
        {
            // Lost; whoever needs an answer asks again.
        }
        finally
        {
            _sending.Release();
        }
    }

    public MailboxEvent? Receive(TimeSpan patience) => _events.TryTake(out var happened, patience) ? happened : null;

    public void Dispose()
    {
        _closing.Cancel();
        try
        {
            _connection?.CloseAsync(200, "", TimeSpan.FromSeconds(2), abort: true, CancellationToken.None).GetAwaiter().GetResult();
            _connection?.Dispose();
        }
        catch (Exception fault) when (fault is OperationInterruptedException or IOException or AlreadyClosedException or ObjectDisposedException)
        {
            // Closed already.
        }
    }

    private async Task ConnectAsync()
    {
        var connection = await _broker.CreateFactory("learnedopt " + Address).CreateConnectionAsync(_closing.Token);
        try
        {
            var channel = await connection.CreateChannelAsync(cancellationToken: _closing.Token);
            await channel.QueueDeclareAsync(Address, durable: false, exclusive: true, autoDelete: true, cancellationToken: _closing.Token);
            var consumer = new AsyncEventingBasicConsumer(channel);
            consumer.ReceivedAsync += (_, message) =>
            {
                // The body's memory is the client's.
                Interlocked.Add(ref _received, message.Body.Length);
                _events.Add(new Delivered(message.Body.ToArray()));
                return Task.CompletedTask;
            };
            channel.BasicReturnAsync += (_, message) =>
            {
                _events.Add(new Undeliverable(message.RoutingKey));
                return Task.CompletedTask;
            };
            channel.ChannelShutdownAsync += (_, reason) => LoseAsync(connection, reason.ReplyText);
            await channel.BasicConsumeAsync(Address, autoAck: true, consumer, _closing.Token);
            (_connection, _channel) = (connection, channel);
            // Had it closed a moment ago, nobody would have noticed.
            if (!channel.IsOpen) await LoseAsync(connection, "closed at once");
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private Task LoseAsync(IConnection connection, string reason)
    {
        if (_closing.IsCancellationRequested || Interlocked.CompareExchange(ref _connection, null, connection) != connection) return Task.CompletedTask;
        _channel = null;
        _events.Add(new Interrupted(reason));
        _ = Task.Run(() => ReconnectAsync(connection));
        return Task.CompletedTask;
    }

    private async Task ReconnectAsync(IConnection lost)
    {
        try
        {
            await lost.CloseAsync(200, "", TimeSpan.FromSeconds(1), abort: true, CancellationToken.None);
            lost.Dispose();
        }
        catch (Exception fault) when (fault is OperationInterruptedException or IOException or AlreadyClosedException or ObjectDisposedException or BrokerUnreachableException)
        {
            // It is gone, which is all that was wanted.
        }

        for (var pause = FirstPause; !_closing.IsCancellationRequested; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                await Task.Delay(pause, _closing.Token);
                await ConnectAsync();
                _events.Add(new Restored());
                return;
            }
            catch (Exception) when (!_closing.IsCancellationRequested)
            {
                // Not yet. What this machine is told by the broker it was told before; a person sees that nothing goes on.
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}
