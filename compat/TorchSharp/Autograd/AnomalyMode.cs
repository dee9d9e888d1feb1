using System;
using TorchSharp.Interop;

namespace TorchSharp
{
    /// <summary>Until disposed, backward names the forward operation whose gradient fails or turns to NaN. For the whole process.</summary>
    public class AnomalyMode : IDisposable
    {
        private readonly bool _enabled = IsEnabled, _checkNan = ShouldCheckNaN;

        public AnomalyMode(bool enabled, bool check_nan = true) => Native.lo_set_anomaly(enabled ? 1 : 0, check_nan ? 1 : 0);

        public static bool IsEnabled => Native.lo_anomaly_enabled() != 0;
        public static bool ShouldCheckNaN => Native.lo_anomaly_checks_nan() != 0;

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing) => Native.lo_set_anomaly(_enabled ? 1 : 0, _checkNan ? 1 : 0);
    }

    public static partial class torch
    {
        public static partial class autograd
        {
            public static AnomalyMode detect_anomaly(bool check_nan = true) => new(true, check_nan);
            public static AnomalyMode set_detect_anomaly(bool mode, bool check_nan = true) => new(mode, check_nan);
        }
    }
}
