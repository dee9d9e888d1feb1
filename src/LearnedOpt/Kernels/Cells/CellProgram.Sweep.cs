using System.Runtime.CompilerServices;

namespace LearnedOpt.Kernels.Cells;

/// <content>One sweep: chunk by chunk, panel by panel, block by block. What runs once a block is compiled fully at once: a process may be over before the JIT would come back to it.</content>
internal sealed unsafe partial class CellProgram
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Fill(int tensor, CellWorker worker)
    {
        CellLayer layer = stages[stage].Layer!;
        if (!port!.Skips(tensor))
            layer.Output(tensor).Fill(layer, Source, worker);
        if (stage + 1 < stages.Length)
            stages[stage + 1].Layer!.Means(tensor).Clear();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Sweep(int item, CellWorker worker)
    {
        (int[] members, int chunk) = items[item];
        CellTensor first = tensors[members[0]];
        CellLayer? next = stage + 1 < stages.Length ? stages[stage + 1].Layer : null;
        bool down = stage > 0 && Source is { Descends: true };
        CellGrid grid = first.Grid;
        int begin = chunk * first.PanelsInChunk, end = Math.Min(begin + first.PanelsInChunk, grid.Panels), blocks = CellBlock.In(grid);
        for (int p = 0; p < end - begin; p++)
        {
            int panel = down ? end - 1 - p : begin + p;
            for (int m = 0; next is not null && m < members.Length; m++)
                next.Means(members[m]).BeginPanel(RowSums(worker, m));
            CellBlock last = CellBlock.At(grid, panel, blocks - 1);           // which may be shorter, or padded
            int regular = last.Count == CellBlock.At(grid, panel, 0).Count && grid.LanesOf(last.Column) == CellGrid.Lanes ? blocks : blocks - 1;
            if (down && regular < blocks)
                Run(members, chunk, panel, regular, 1, 1, worker, next);
            if (regular > 0)
                Run(members, chunk, panel, down ? regular - 1 : 0, regular, down ? -1 : 1, worker, next);
            if (!down && regular < blocks)
                Run(members, chunk, panel, regular, 1, 1, worker, next);
            for (int m = 0; next is not null && m < members.Length; m++)
                next.Means(members[m]).EndPanel(panel, RowSums(worker, m));
        }
    }

    private float* RowSums(CellWorker worker, int member) => worker.RowSums.Pointer + ((long)member * CellGrid.Block * stride);

    // Blocks of a panel that follow each other, each alike but for where it lies.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Run(int[] members, int chunk, int panel, int number, int count, int direction, CellWorker worker, CellLayer? next)
    {
        CellGrid grid = tensors[members[0]].Grid;
        CellBlock block = CellBlock.At(grid, panel, number), second = count == 1 ? block : CellBlock.At(grid, panel, number + direction);
        for (int m = 0; m < members.Length; m++)
        {
            if (port!.Skips(members[m]))
                next?.Skip(members[m]);
            else
                Begin(worker.Runs[m], tensors[members[m]], chunk, block, second, next, RowSums(worker, m));
        }

        for (int i = 0; i < count; i++)
        {
            block = CellBlock.At(grid, panel, number + (i * direction));
            for (int m = 0; m < members.Length; m++)
            {
                if (!port!.Skips(members[m]))
                    Run(worker.Runs[m], tensors[members[m]], chunk, block, worker, next, RowSums(worker, m));
            }
        }
    }

    private void Begin(CellRun run, CellTensor tensor, int chunk, in CellBlock first, in CellBlock second, CellLayer? next, float* rowSums)
    {
        CellStage current = stages[stage];
        int moved = second.Position - first.Position;
        if (next is null || stages[stage + 1].Projects)
            run.SetTarget(null, 0);
        else
            run.SetTarget((current.IsEmpty ? inputs : hidden)!.Next(tensor.Number, first.Position), (long)moved * (current.IsEmpty ? inputStride : stride));
        float* columnSums = next is null || current.IsEmpty ? null : next.Means(tensor.Number).ColumnSums(chunk, first);
        run.SetSums(columnSums, columnSums == null ? 0 : (long)(second.Column - first.Column) * stride, rowSums);
        current.Begin(run, tensor, first, second, Source, stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Run(CellRun run, CellTensor tensor, int chunk, in CellBlock block, CellWorker worker, CellLayer? next, float* rowSums)
    {
        CellStage current = stages[stage];
        int resultStride = current.IsEmpty ? inputStride : stride;
        float* result = current.IsEmpty && run.Target != null ? run.Target : worker.Even.Pointer;
        if (current.Layer is null)
            port!.Read(tensor, block, result, resultStride);
        if (!current.IsEmpty)
            result = current.Run(run, tensor, block, worker, stride);
        if (next is null)
        {
            port!.Write(tensor, block, result, stride);
        }
        else
        {
            if (run.ColumnSums == null)
                next.Means(tensor.Number).Add(chunk, block, result, resultStride, rowSums);
            next.Projection(tensor.Number)?.Run(block, result, resultStride, worker);
        }

        run.Advance();
    }
}
