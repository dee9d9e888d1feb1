using System;
using System.Collections.Generic;
using System.Linq;

namespace TorchSharp.Modules;

/// <summary>Tensors of equally many rows; sample i is the list of their rows i. The dataset holds handles of its own.</summary>
public class TensorDataset : torch.utils.data.IterableDataset
{
    private readonly torch.Tensor[] _tensors;

    internal TensorDataset(torch.Tensor[] tensors)
    {
        if (tensors is null || tensors.Length == 0) throw new ArgumentException("A TensorDataset needs at least one tensor.");
        if (tensors.Any(t => t.dim() == 0 || t.shape[0] != tensors[0].shape[0]))
            throw new ArgumentException("All tensors must have the same first dimension. Size mismatch between tensors.");
        _tensors = tensors.Select(t => t.alias().DetachFromDisposeScope()).ToArray();
    }

    public override long Count => _tensors[0].shape[0];
    public IList<torch.Tensor> this[long index] => GetTensor(index);
    public override IList<torch.Tensor> GetTensor(long index) => _tensors.Select(t => t[index]).ToList();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            foreach (var tensor in _tensors) tensor.Dispose();
        base.Dispose(disposing);
    }
}
