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
            /// <summary>
            /// Sets the learning rates of an optimizer's groups. Chainable: most schedulers change the rate that stands by a
            /// factor (get_lr); where a closed form exists, a step to a given epoch uses it. The constructor of a derived
            /// class makes the first step, to epoch 0.
            /// </summary>
            public abstract class LRScheduler
            {
                protected int _step_count;
                internal Optimizer _optimizer;
                internal int _last_epoch = -1;
                internal bool _verbose;
                internal List<double> _base_lrs = [];
                internal List<double> _last_lrs = [];

                protected LRScheduler() { }

                protected LRScheduler(Optimizer optimizer, int last_epoch = -1, bool verbose = false)
                {
                    ArgumentNullException.ThrowIfNull(optimizer);
                    _optimizer = optimizer;
                    _last_epoch = last_epoch;
                    _verbose = verbose;
                    _base_lrs = optimizer.ParamGroups.Select(group => group.InitialLearningRate).ToList();
                    _last_lrs = Standing().ToList();
                }

                public virtual void step() => step(null);

                public virtual void step(int? epoch)
                {
                    _step_count++;
                    _last_epoch = epoch ?? _last_epoch + 1;
                    // Once only: computing the rates may change the scheduler and the optimizer.
                    var rates = (epoch is null ? get_lr() : get_closed_form_lr()).ToList();
                    var groups = Groups;
                    for (var i = 0; i < rates.Count; i++)
                    {
                        groups[i].LearningRate = rates[i];
                        if (_verbose && rates[i] != _last_lrs[i]) Console.WriteLine($"Adjusting learning rate to {rates[i]}");
                    }
                    _last_lrs = rates;
                }

                /// <summary>The metric is ignored, except by ReduceLROnPlateau.</summary>
                public virtual void step(double current, int? epoch = null) => step(epoch);

                public IEnumerable<double> get_last_lr() => _last_lrs;

                protected virtual IEnumerable<double> get_lr() => Standing();
                protected virtual IEnumerable<double> get_closed_form_lr() => get_lr();

                internal List<ILearningRateController> Groups => _optimizer.ParamGroups.ToList();
                internal IEnumerable<double> Standing(double factor = 1) => Groups.Select(group => group.LearningRate * factor);
                internal IEnumerable<double> Base(double factor) => _base_lrs.Select(rate => rate * factor);
            }
        }
    }
}
