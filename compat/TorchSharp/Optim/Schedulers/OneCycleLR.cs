using System;
using System.Collections.Generic;
using System.Linq;

namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>The rate rises from max_lr / div_factor to `max_lr` in the share `pct_start` of all steps, then falls to the first rate divided by `final_div_factor`; momentum goes the other way. Reference: Smith and Topin 2018.</summary>
                public class OneCycleLR : LRScheduler
                {
                    public enum AnnealStrategy { Cos, Linear }

                    private readonly int _total;
                    private readonly Func<double, double, double, double> _between;
                    private readonly Phase[] _phases;
                    private readonly bool _cycleMomentum;

                    /// <summary>A stretch of steps up to `End` between rates and momenta, each given for group i.</summary>
                    private readonly record struct Phase(double End, Func<int, double> FromRate, Func<int, double> ToRate, Func<int, double> FromMomentum, Func<int, double> ToMomentum);

                    public OneCycleLR(Optimizer optimizer, double max_lr, int total_steps = -1, int epochs = -1, int steps_per_epoch = -1, double pct_start = 0.3, AnnealStrategy anneal_strategy = AnnealStrategy.Cos, bool cycle_momentum = true, double base_momentum = 0.85, double max_momentum = 0.95, double div_factor = 25, double final_div_factor = 1e4, bool three_phase = false, int last_epoch = -1, bool verbose = false)
                        : this(optimizer, Each(optimizer, max_lr), total_steps, epochs, steps_per_epoch, pct_start, anneal_strategy, cycle_momentum, Each(optimizer, base_momentum), Each(optimizer, max_momentum), div_factor, final_div_factor, three_phase, last_epoch, verbose) { }

                    public OneCycleLR(Optimizer optimizer, IEnumerable<double> max_lr, int total_steps = -1, int epochs = -1, int steps_per_epoch = -1, double pct_start = 0.3, AnnealStrategy anneal_strategy = AnnealStrategy.Cos, bool cycle_momentum = true, IEnumerable<double> base_momentum = null, IEnumerable<double> max_momentum = null, double div_factor = 25, double final_div_factor = 1e4, bool three_phase = false, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        if (cycle_momentum && optimizer is not (IMomentum or IBetas)) throw new ArgumentException("optimizer must support momentum with `cycle_momentum` option enabled");
                        if (pct_start is not (>= 0 and <= 1)) throw new ArgumentException($"Expected float between 0 and 1 for pct_start, but got {pct_start}");
                        _total = Total(total_steps, epochs, steps_per_epoch);
                        _cycleMomentum = cycle_momentum;
                        _between = anneal_strategy == AnnealStrategy.Cos
                            ? (start, end, share) => end + (start - end) / 2 * (1 + Math.Cos(Math.PI * share))
                            : (start, end, share) => start + (end - start) * share;

                        var top = max_lr.ToList();
                        var low = (base_momentum ?? Each(optimizer, 0.85)).ToList();
                        var high = (max_momentum ?? Each(optimizer, 0.95)).ToList();
                        double First(int i) => top[i] / div_factor;
                        double Last(int i) => First(i) / final_div_factor;
                        double Top(int i) => top[i];
                        double Low(int i) => low[i];
                        double High(int i) => high[i];

                        var rise = new Phase(pct_start * _total - 1, First, Top, High, Low);
                        _phases = three_phase
                            ? [rise, new(2 * pct_start * _total - 2, Top, First, Low, High), new(_total - 1, First, Last, High, High)]
                            : [rise, new(_total - 1, Top, Last, Low, High)];
                        step();
                    }

                    protected override IEnumerable<double> get_lr()
                    {
                        if (_last_epoch > _total)
                            throw new InvalidOperationException($"Tried to step {_last_epoch + 1} times. The specified number of total steps is {_total}");
                        var index = Array.FindIndex(_phases, phase => _last_epoch <= phase.End);
                        if (index < 0) index = _phases.Length - 1;
                        var (phase, start) = (_phases[index], index == 0 ? 0 : _phases[index - 1].End);
                        var share = (_last_epoch - start) / (phase.End - start);

                        var groups = Groups;
                        for (var i = 0; _cycleMomentum && i < groups.Count; i++)
                            SetMomentum(groups[i], _between(phase.FromMomentum(i), phase.ToMomentum(i), share));
                        return Enumerable.Range(0, groups.Count).Select(i => _between(phase.FromRate(i), phase.ToRate(i), share));
                    }

                    private static void SetMomentum(ILearningRateController group, double value)
                    {
                        if (group is IBetas betas) betas.Betas = (value, betas.Betas.Item2);
                        else ((IMomentum)group).Momentum = value;
                    }

                    private static int Total(int total, int epochs, int stepsPerEpoch)
                    {
                        if (total == -1 && epochs == -1 && stepsPerEpoch == -1) throw new ArgumentException("You must define either total_steps OR (epochs AND steps_per_epoch)");
                        if (total != -1) return total > 0 ? total : throw new ArgumentException($"Expected positive integer total_steps, but got {total}");
                        if (epochs <= 0) throw new ArgumentException($"Expected positive integer epochs, but got {epochs}");
                        if (stepsPerEpoch <= 0) throw new ArgumentException($"Expected positive integer steps_per_epoch, but got {stepsPerEpoch}");
                        return checked(epochs * stepsPerEpoch);
                    }

                    private static IEnumerable<double> Each(Optimizer optimizer, double value) => Enumerable.Repeat(value, optimizer?.ParamGroups.Count() ?? 0);
                }
            }
        }
    }
}
