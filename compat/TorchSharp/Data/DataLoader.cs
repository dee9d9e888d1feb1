using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using TorchSharp.Utils;

namespace TorchSharp.Modules;

/// <summary>
/// Enumerates the batches of a dataset: samples in the order of `sampler`, joined by `collate_fn`. A batch lives until the
/// next one is asked for, unless `disposeBatch` is false; the loader's end is the dataset's, unless `disposeDataset` is false.
/// </summary>
public class DataLoader<T, S> : IEnumerable<S>, IDisposable
{
    public DataLoader(torch.utils.data.Dataset<T> dataset, int batchSize, Func<IEnumerable<T>, torch.Device, S> collate_fn, IEnumerable<long> shuffler, torch.Device device = null, int num_worker = 1, bool drop_last = false, bool disposeBatch = true, bool disposeDataset = true)
    {
        if (batchSize <= 0) throw new ArgumentException($"batchSize must be at least 1; received {batchSize}.", nameof(batchSize));
        this.dataset = dataset;
        this.collate_fn = collate_fn;
        this.drop_last = drop_last;
        (batch_size, sampler, num_workers) = (batchSize, shuffler, Math.Max(num_worker, 1));
        (Device, DisposeBatch, DisposeDataset) = (device ?? torch.CPU, disposeBatch, disposeDataset);
    }

    public DataLoader(torch.utils.data.Dataset<T> dataset, int batchSize, Func<IEnumerable<T>, torch.Device, S> collate_fn, bool shuffle = false, torch.Device device = null, int? seed = null, int num_worker = 1, bool drop_last = false, bool disposeBatch = true, bool disposeDataset = true)
        : this(dataset, batchSize, collate_fn, shuffle ? new FisherYatesShuffler(dataset.Count, seed) : Sequence(dataset.Count), device, num_worker, drop_last, disposeBatch, disposeDataset) { }

    public torch.utils.data.Dataset<T> dataset { get; }
    public int batch_size { get; }
    public bool drop_last { get; }
    public IEnumerable<long> sampler { get; }
    public int num_workers { get; }
    public torch.Device Device { get; }
    public bool DisposeBatch { get; }
    public bool DisposeDataset { get; }
    public Func<IEnumerable<T>, torch.Device, S> collate_fn { get; }

    /// <summary>The number of batches.</summary>
    public long Count => drop_last ? dataset.Count / batch_size : (dataset.Count + batch_size - 1) / batch_size;

    public IEnumerator<S> GetEnumerator()
    {
        foreach (var indices in sampler.Chunk(batch_size))
        {
            if (drop_last && indices.Length < batch_size) yield break;
            var batch = Collate(indices, out var made);
            try
            {
                yield return batch;
            }
            finally
            {
                if (DisposeBatch)
                    foreach (var tensor in made) tensor.Dispose();
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing && DisposeDataset) dataset.Dispose();
    }

    private S Collate(long[] indices, out IReadOnlyList<IDisposable> made)
    {
        var samples = new T[indices.Length];
        var parts = new IReadOnlyList<IDisposable>[indices.Length];
        void Take(int i) => samples[i] = Kept(() => dataset.GetTensor(indices[i]), out parts[i]);
        try
        {
            if (num_workers == 1)
                for (var i = 0; i < indices.Length; i++) Take(i);
            else
                Parallel.For(0, indices.Length, new ParallelOptions { MaxDegreeOfParallelism = num_workers }, Take);
            return Kept(() => collate_fn(samples, Device), out made);
        }
        finally
        {
            foreach (var part in parts.SelectMany(p => p ?? [])) part.Dispose();
        }
    }

    /// <summary>Runs `make`; the tensors that it made belong to no scope afterwards, but to the caller.</summary>
    private static TResult Kept<TResult>(Func<TResult> make, out IReadOnlyList<IDisposable> made)
    {
        using var scope = torch.NewDisposeScope();
        var result = make();
        made = scope.DisposablesView;
        scope.Detach(made);
        return result;
    }

    private static IEnumerable<long> Sequence(long count)
    {
        for (var i = 0L; i < count; i++) yield return i;
    }
}

/// <summary>Batches of named tensors.</summary>
public class DataLoader : DataLoader<Dictionary<string, torch.Tensor>, Dictionary<string, torch.Tensor>>
{
    public DataLoader(torch.utils.data.Dataset dataset, int batchSize, IEnumerable<long> shuffler, torch.Device device = null, int num_worker = 1, bool drop_last = false, bool disposeBatch = true, bool disposeDataset = true)
        : base(dataset, batchSize, Stack, shuffler, device, num_worker, drop_last, disposeBatch, disposeDataset) { }

    public DataLoader(torch.utils.data.Dataset dataset, int batchSize, bool shuffle = false, torch.Device device = null, int? seed = null, int num_worker = 1, bool drop_last = false, bool disposeBatch = true, bool disposeDataset = true)
        : base(dataset, batchSize, Stack, shuffle, device, seed, num_worker, drop_last, disposeBatch, disposeDataset) { }

    private static Dictionary<string, torch.Tensor> Stack(IEnumerable<Dictionary<string, torch.Tensor>> samples, torch.Device device)
    {
        var list = samples.ToList();
        return list[0].Keys.ToDictionary(key => key, key => torch.stack(list.Select(sample => sample[key]).ToArray(), 0).to(device));
    }
}

/// <summary>Batches of lists of tensors.</summary>
public class IterableDataLoader : DataLoader<IList<torch.Tensor>, IList<torch.Tensor>>
{
    public IterableDataLoader(torch.utils.data.IterableDataset dataset, int batchSize, IEnumerable<long> shuffler, torch.Device device = null, int num_worker = 1, bool drop_last = false, bool disposeBatch = true, bool disposeDataset = true)
        : base(dataset, batchSize, Stack, shuffler, device, num_worker, drop_last, disposeBatch, disposeDataset) { }

    public IterableDataLoader(torch.utils.data.IterableDataset dataset, int batchSize, bool shuffle = false, torch.Device device = null, int? seed = null, int num_worker = 1, bool drop_last = false, bool disposeBatch = true, bool disposeDataset = true)
        : base(dataset, batchSize, Stack, shuffle, device, seed, num_worker, drop_last, disposeBatch, disposeDataset) { }

    private static IList<torch.Tensor> Stack(IEnumerable<IList<torch.Tensor>> samples, torch.Device device)
    {
        var list = samples.ToList();
        return Enumerable.Range(0, list[0].Count).Select(i => torch.stack(list.Select(sample => sample[i]).ToArray(), 0).to(device)).ToList();
    }
}
