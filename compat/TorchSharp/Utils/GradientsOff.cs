using TorchSharp.Interop;

namespace TorchSharp.Utils
{
    /// <summary>No graph is recorded between its construction and its disposal.</summary>
    internal readonly ref struct GradientsOff
    {
        private readonly int _before;

        private GradientsOff(int before) => _before = before;

        public static GradientsOff Enter()
        {
            var before = Native.lo_get_grad_mode();
            Native.lo_set_grad_mode(0);
            return new GradientsOff(before);
        }

        public void Dispose() => Native.lo_set_grad_mode(_before);
    }
}
