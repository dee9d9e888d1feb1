using System.Runtime.InteropServices;
using LearnedOpt.WeightSpaces;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnedOpt.Optimizers;

/// <summary>One tensor of a weight space on a device.</summary>
/// <param name="Weight">Updated in place, of the tensor's shape.</param>
/// <param name="Gradient">Of the same shape.</param>
/// <param name="Rate">Factor on the step.</param>
internal sealed record DevicePiece(Tensor Weight, Tensor Gradient, double Rate);

/// <summary>
/// A rule's step where the parameters are, such as on a GPU: the rule's form on tensors, with its state beside the parameters. When
/// somebody asks for the state it goes home, into the memory of the fused stepper, and comes back with the next step; both are exact.
/// </summary>
internal sealed class DeviceStepper(IDifferentiableRule rule, float[] theta, WeightSpace space, IStepper home) : IDisposable
{
    private readonly IDifferentiableStepper form = rule.CreateDifferentiableStepper(space);
    private Tensor? bound, state;                   // [1, theta], [1, slots, elements]

    /// <summary>One step; tensors made on the way belong to the caller's dispose scope.</summary>
    /// <param name="pieces">In the order of the space; null: left as it is, its state too.</param>
    /// <param name="device">Where the pieces are.</param>
    /// <param name="step">Steps done before.</param>
    public void Step(IReadOnlyList<DevicePiece?> pieces, Device device, long step)
    {
        var without = pieces.Index().Where(piece => piece.Item is null).Select(piece => piece.Index).ToHashSet();
        if (without.Count == pieces.Count) return;
        bound ??= tensor(theta, device: device).to(ScalarType.Float64).unsqueeze(0).DetachFromDisposeScope();
        state ??= FromHome(device).DetachFromDisposeScope();
        form.Bind(bound, ScalarType.Float32);
        var (change, next) = form.Change(Packed(piece => piece.Weight), Packed(piece => piece.Gradient), state, [step], without);
        var first = 0L;
        for (var t = 0; t < pieces.Count; first += space.Tensors[t++].Count)
        {
            if (pieces[t] is { } piece)
                piece.Weight.add_(change.narrow(1, first, space.Tensors[t].Count).reshape(piece.Weight.shape), -piece.Rate);
        }

        state.Dispose();
        state = next.DetachFromDisposeScope();

        // [1, elements]
        Tensor Packed(Func<DevicePiece, Tensor> of) => cat([.. pieces.Select((piece, t) => piece is null
            ? zeros(space.Tensors[t].Count, device: device)
            : of(piece).reshape(space.Tensors[t].Count))]).unsqueeze(0);
    }

    /// <summary>Brings the state home, where it may then be changed.</summary>
    public void GoHome()
    {
        if (state is null) return;
        foreach (var (t, slot, first) in Runs())
        {
            using var values = state[0, slot].narrow(0, first, space.Tensors[t].Count).cpu();
            MemoryMarshal.Cast<byte, float>(values.bytes).CopyTo(Slot(t, slot));
        }

        Forget();
    }

    public void Dispose()
    {
        Forget();
        form.Dispose();
    }

    private void Forget()
    {
        state?.Dispose();
        bound?.Dispose();
        (state, bound) = (null, null);
    }

    private Tensor FromHome(Device device)
    {
        var all = zeros(1, form.Slots, space.ParameterCount, device: device);
        foreach (var (t, slot, first) in Runs())
            all[0, slot].narrow(0, first, space.Tensors[t].Count).copy_(tensor(Slot(t, slot).ToArray()));
        return all;
    }

    // Every momentum of every tensor, and where the tensor begins among packed elements.
    private IEnumerable<(int Tensor, int Slot, long First)> Runs()
    {
        var first = 0L;
        for (var t = 0; t < space.Tensors.Count; first += space.Tensors[t++].Count)
        {
            for (var slot = 0; slot < form.Slots && space.Tensors[t].Count > 0; slot++)
                yield return (t, slot, first);
        }
    }

    private Span<float> Slot(int tensor, int slot)
    {
        var all = home.StateOf(tensor).Span;
        var stride = all.Length / form.Slots;       // padded to whole cache lines
        return all.Slice(slot * stride, (int)space.Tensors[tensor].Count);
    }
}
