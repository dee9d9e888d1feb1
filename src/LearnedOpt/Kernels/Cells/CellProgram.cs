using LearnedOpt.Functionals;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Kernels.Cells;

/// <summary>The sweeps of a functional over the tensors of its space, on a few threads.</summary>
internal sealed unsafe partial class CellProgram : IDisposable
{
    private readonly FunctionalModel model;
    private readonly CellTensor[] tensors;
    private readonly CellStage[] stages;
    private readonly HiddenCells? inputs;
    private readonly HiddenCells? hidden;
    private readonly (int[] Members, int Chunk)[] items;
    private readonly CellScratch scratch = new();
    private readonly int inputStride;
    private readonly int stride;
    private readonly CellTeam team;
    private readonly Action<int, CellWorker> sweep;
    private readonly Action<int, CellWorker> finish;
    private readonly Action<int, CellWorker> fill;
    private readonly ConstantFold? fold;
    private readonly float[] firstTheta;
    private CellPort? port;
    private int stage;

    /// <param name="model">The functional.</param>
    /// <param name="threads">Threads.</param>
    /// <param name="kernels">The vector width.</param>
    /// <param name="constantChannels">How many input channels, the last ones, have one value over each tensor: see <see cref="SetConstants"/>. The port has the others.</param>
    public CellProgram(FunctionalModel model, int threads, KernelSet kernels, int constantChannels = 0)
    {
        this.model = model;
        WeightSpace space = model.Space;
        tensors = CellTensor.Of(space);
        int widest = model.Layers.Select(layer => layer.Plan.Coefficients.OutputChannels).Append(model.InputChannels - constantChannels).Max();
        stride = widest * CellGrid.Lanes;
        inputStride = (model.InputChannels - constantChannels) * CellGrid.Lanes;
        stages = CellStage.Split(model, constantChannels, tensors, stride, scratch, kernels);
        int[][] groups = [.. CellTensor.Groups(space).Where(group => space.Tensors[group[0]].Count > 0)];
        items = [.. from members in groups
                    from chunk in Enumerable.Range(0, tensors[members[0]].Chunks)
                    orderby (long)tensors[members[0]].CellsInChunk * members.Length descending
                    select (members, chunk)];
        bool keepsInputs = stages[0].IsEmpty && !stages[1].Projects, keepsHidden = stages.Skip(keepsInputs ? 2 : 1).Any(stage => !stage.Projects);
        if (keepsInputs || keepsHidden)
            hidden = new HiddenCells(tensors, keepsHidden ? stride : inputStride);
        if (keepsInputs)
            inputs = hidden!.Inputs(inputStride);
        CellLayer[] layers = [.. stages.Select(stage => stage.Layer).OfType<CellLayer>()];
        int products = layers.Select(layer => layer.MostProducts).DefaultIfEmpty(1).Max(), starts = layers.Select(layer => layer.MostStarts).DefaultIfEmpty(0).Max();
        int most = groups.Select(group => group.Length).DefaultIfEmpty(1).Max();
        team = new CellTeam([.. Enumerable.Range(0, threads).Select(_ => new CellWorker(products, starts, most, stride))]);
        fold = constantChannels == 0 ? null : new ConstantFold(model.Layers[0].Plan, constantChannels);
        firstTheta = fold is null ? [] : new float[model.Layers[0].Plan.Coefficients.ThetaCount];
        sweep = Sweep;
        finish = (tensor, _) => stages[stage].Layer!.Means(tensor).Finish();
        fill = Fill;
    }

    /// <summary>Bytes of hidden channels kept between sweeps, and of what is made from them in other orders.</summary>
    public long HiddenBytes => (hidden?.Bytes ?? 0) + scratch.Bytes;

    public void Bind(ReadOnlySpan<float> theta)
    {
        foreach (CellStage stage in stages)
            stage.Bind(model, theta);
        if (fold is not null)
            model.ThetaOf(0, theta).CopyTo(firstTheta);
    }

    /// <summary>Sets the constant channels, [tensors, constant channels], until theta is bound again.</summary>
    public void SetConstants(ReadOnlySpan<float> constants)
    {
        fold!.Run(firstTheta, constants);
        CellStage first = stages[0].IsEmpty ? stages[1] : stages[0];
        first.Fold(fold, tensors.Length, model.Layers[0].Plan.Coefficients.OutputChannels);
    }

    /// <summary>Replaces the bias of the first layer, which must be pointwise, until theta is bound again.</summary>
    public void SetFirstBias(ReadOnlySpan<float> bias) => stages[0].SetFirstBias(bias);

    /// <summary>Evaluates what <paramref name="port"/> reads.</summary>
    public void Run(CellPort port)
    {
        this.port = port;
        if (hidden is not null)
            hidden.IsUp = false;
        for (stage = 0; stage < stages.Length; stage++)
        {
            if (stage == 0)
                Clear(1);
            else
                team.Run(tensors.Length, finish);
            if (stage > 0)
                team.Run(tensors.Length, fill);
            if (hidden is not null)
                hidden.Descends = stage > 0 && !hidden.IsUp && stage + 1 < stages.Length && !stages[stage + 1].Projects;
            team.Run(items.Length, sweep);
            if (hidden is not null && (stage > 0 || inputs is null))
                hidden.IsUp = !hidden.IsUp;
        }
    }

    public void Dispose() => team.Dispose();

    // What the stage at hand reads.
    private HiddenCells? Source => stage == 1 && inputs is not null ? inputs : hidden;

    private void Clear(int of)
    {
        for (int t = 0; of < stages.Length && t < tensors.Length; t++)
            stages[of].Layer!.Means(t).Clear();
    }
}
