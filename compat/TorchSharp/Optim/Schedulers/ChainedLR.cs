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
                /// <summary>Steps several schedulers of one optimizer, one after the other.</summary>
                public class ChainedLR : LRScheduler
                {
                    private readonly List<LRScheduler> _schedulers;

                    public ChainedLR(IEnumerable<LRScheduler> schedulers)
                    {
                        _schedulers = schedulers.ToList();
                        Note();
                    }

                    public override void step()
                    {
                        foreach (var scheduler in _schedulers) scheduler.step();
                        Note();
                    }

                    private void Note()
                    {
                        if (_schedulers.Count > 0) _last_lrs = _schedulers[^1]._last_lrs;
                    }
                }
            }
        }
    }
}
