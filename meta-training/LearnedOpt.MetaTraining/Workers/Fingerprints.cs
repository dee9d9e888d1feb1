using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using LearnedOpt.MetaTraining.Service;
using LearnedOpt.Numerics;
using LearnedOpt.Optimizers;
using LearnedOpt.Tasks;
using LearnedOpt.Tasks.Populations;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnedOpt.MetaTraining.Workers;

/// <summary>What two processes must have in common to give the same losses, each in a few digits.</summary>
internal static class Fingerprints
{
    private const int Digits = 16, Batches = 16, Steps = 3;

    /// <summary>Of the program: the compiled libraries that losses depend on.</summary>
    public static string Build { get; } = Text(SHA256.HashData(
    [
        .. ((Type[])[typeof(IUpdateRule), typeof(ITask), typeof(RunConfiguration), typeof(torch)]).SelectMany(type => type.Module.ModuleVersionId.ToByteArray()),
    ]));

    /// <summary>Of what is trained on: names, shapes, initial values, and batches of every split.</summary>
    public static string Data(IReadOnlyList<ITask> tasks)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var task in tasks)
        {
            Add(hash, $"{task.Name}|{task.UninformedLoss.ToString("R", CultureInfo.InvariantCulture)}|{task.ChunkSize}|{string.Join(';', task.Parameters.Select(p => $"{p.Name}:{string.Join('x', p.Shape)}"))}");
            foreach (var split in Enum.GetValues<DataSplit>())
            {
                for (var step = 0; step < Batches; step++)
                {
                    using var scope = torch.NewDisposeScope();
                    var stream = new CounterRandom(0).At("fingerprint");
                    var batch = task.Sample(split, [new ParticleState(stream.At("initialization"), stream.At("data"), step)]);
                    foreach (var tensor in (Tensor[])[batch.Inputs, batch.Targets, .. batch.Extras]) hash.AppendData(tensor.contiguous().bytes);
                }
            }
        }

        return Text(hash.GetHashAndReset());
    }

    /// <summary>Of arithmetic: losses of a few steps, which may differ in their last bits between kinds of processors and libraries.</summary>
    public static string Arithmetic(IReadOnlyList<ITask> tasks, IUpdateRule rule)
    {
        torch.set_num_threads(1);       // as on the threads of a pool; sums over several threads differ
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var theta = new float[rule.Theta.Count];
        rule.Initialize(theta, new CounterRandom(0).At("fingerprint"));
        foreach (var task in tasks)
        {
            using var scope = torch.NewDisposeScope();
            using var chunk = new ParticleChunk(task, Enumerable.Repeat(rule, task.ChunkSize).ToArray());
            var (losses, rates) = (new float[chunk.Count], new float[chunk.Count]);
            Array.Fill(rates, 1);
            for (var particle = 0; particle < chunk.Count; particle++)
            {
                var stream = new CounterRandom((ulong)particle);
                chunk.Reset(particle, stream.At("initialization"), stream.At("data"));
                chunk.Bind(particle, theta);
            }

            for (var step = 0; step < Steps; step++)
            {
                chunk.Step(rates, losses);
                hash.AppendData(MemoryMarshal.AsBytes(losses.AsSpan()));
            }
        }

        return Text(hash.GetHashAndReset());
    }

    private static void Add(IncrementalHash hash, string text) => hash.AppendData(System.Text.Encoding.UTF8.GetBytes(text));

    private static string Text(byte[] hash) => Convert.ToHexStringLower(hash)[..Digits];
}
