using LearnedOpt.Kernels;
using LearnedOpt.Kernels.Cells;

namespace LearnedOpt.Optimizers;

/// <summary>Gives the features of each element to a functional, and takes its results as the directions of a step.</summary>
internal sealed unsafe class SgdmFunctionalPort : CellPort
{
    private readonly FeatureExtractor extractor;
    private readonly KernelSet kernels;
    private readonly ParameterSlice[] slices;
    private readonly FloatBuffer lanes;
    private readonly int baseSlot;

    /// <param name="extractor">Holds the state.</param>
    /// <param name="baseSlot">The momentum that is the hand-designed direction.</param>
    /// <param name="tensors">Number of tensors.</param>
    /// <param name="kernels">The vector width.</param>
    public SgdmFunctionalPort(FeatureExtractor extractor, int baseSlot, int tensors, KernelSet kernels)
    {
        (this.extractor, this.baseSlot, this.kernels) = (extractor, baseSlot, kernels);
        slices = new ParameterSlice[tensors];
        lanes = new FloatBuffer((extractor.Slots + 2L) * CellGrid.Lanes);
    }

    /// <summary>Weight of the functional's result.</summary>
    public float Beta { get; set; }

    /// <summary>Multiplies the step.</summary>
    public float Rate { get; set; }

    /// <summary>Sets what a step is about.</summary>
    public void Begin(ReadOnlySpan<ParameterSlice> tensors) => tensors.CopyTo(slices);

    public override bool Skips(int tensor) => TensorSizes.Skips(slices[tensor]);

    public override void Read(CellTensor tensor, in CellBlock block, float* y, int stride)
    {
        for (int cell = 0; cell < block.Count; cell++)
        {
            int column = block.ColumnOf(cell), count = tensor.Grid.LanesOf(column), step = tensor.InnerStride;
            long first = First(tensor, block, cell);
            float* target = y + ((long)cell * stride);
            if (step == 1)
                extractor.ReadRun(tensor.Number, slices[tensor.Number], first, count, target, CellGrid.Lanes);
            else
                ReadApart(tensor.Number, first, count, step, target);
        }
    }

    public override void Write(CellTensor tensor, in CellBlock block, float* x, int stride)
    {
        ParameterSlice slice = slices[tensor.Number];
        float* momentum = extractor.Slot(tensor.Number, baseSlot);
        var update = new UpdateRun { BaseScale = 1f, DirectionScale = Beta, DirectionLimit = float.PositiveInfinity, Rate = Rate * slice.Scale };
        for (int cell = 0; cell < block.Count; cell++)
        {
            int step = tensor.InnerStride;
            long first = First(tensor, block, cell);
            update.Count = tensor.Grid.LanesOf(block.ColumnOf(cell));
            update.Direction = x + ((long)cell * stride);
            update.Weight = step == 1 ? slice.Weight + first : Gather(slice.Weight + first, update.Count, step, 0);
            update.Base = step == 1 ? momentum + first : Gather(momentum + first, update.Count, step, 1);
            kernels.Update(update);
            for (int lane = 0; step != 1 && lane < update.Count; lane++)
                slice.Weight[first + ((long)lane * step)] = update.Weight[lane];
        }
    }

    private static long First(CellTensor tensor, in CellBlock block, int cell) =>
        tensor.RowStart[block.RowOf(cell)] + ((long)block.ColumnOf(cell) * CellGrid.Lanes * tensor.InnerStride);

    private void ReadApart(int tensor, long first, int count, int step, float* target)
    {
        ParameterSlice slice = slices[tensor];
        float* weight = Gather(slice.Weight + first, count, step, 0), gradient = Gather(slice.Gradient + first, count, step, 1);
        for (int slot = 0; slot < extractor.Slots; slot++)
            Gather(extractor.Slot(tensor, slot) + first, count, step, slot + 2);
        var source = new FeatureSource { Weight = weight, Gradient = gradient, State = lanes.Pointer + (2 * CellGrid.Lanes), SlotStride = CellGrid.Lanes };
        extractor.ReadFrom(tensor, source, count, target, CellGrid.Lanes);
    }

    private float* Gather(float* from, int count, int step, int row)
    {
        float* to = lanes.Pointer + (row * CellGrid.Lanes);
        int lane = 0;
        for (; lane < count; lane++, from += step)
            to[lane] = *from;
        for (; lane < CellGrid.Lanes; lane++)
            to[lane] = 0f;
        return to;
    }
}
