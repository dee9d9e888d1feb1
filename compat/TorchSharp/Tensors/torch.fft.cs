using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Discrete Fourier transforms.</summary>
    public static class fft
    {
        private static readonly Op s_fftfreq = new("fft_fftfreq"), s_rfftfreq = new("fft_rfftfreq");
        private static readonly Op s_fft2 = new("fft_fft2"), s_fft_ = new("fft_fft"), s_fftn = new("fft_fftn"), s_fftshift = new("fft_fftshift"),
            s_hfft = new("fft_hfft"), s_hfft2 = new("fft_hfft2"), s_hfftn = new("fft_hfftn"), s_ifft = new("fft_ifft"), s_ifft2 = new("fft_ifft2"),
            s_ifftn = new("fft_ifftn"), s_ifftshift = new("fft_ifftshift"), s_ihfft = new("fft_ihfft"), s_ihfft2 = new("fft_ihfft2"),
            s_ihfftn = new("fft_ihfftn"), s_irfft = new("fft_irfft"), s_irfft2 = new("fft_irfft2"), s_irfftn = new("fft_irfftn"), s_rfft = new("fft_rfft"),
            s_rfft2 = new("fft_rfft2"), s_rfftn = new("fft_rfftn");

        public static Tensor fft2(Tensor input, long[] s = null, long[] dim = null, FFTNormType norm = FFTNormType.Backward) =>
            s_fft2.Call(input, s, dim ?? new long[] { -2, -1 }, Name(norm));
        public static Tensor fft_(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) =>
            s_fft_.Call(input, n < 0 ? Arg.None : n, dim, Name(norm));
        public static Tensor fftn(Tensor input, long[] s = null, long[] dim = null, FFTNormType norm = FFTNormType.Backward) =>
            s_fftn.Call(input, s, dim, Name(norm));
        public static Tensor fftshift(Tensor input, long[] dim = null) => s_fftshift.Call(input, dim);
        public static Tensor hfft(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) =>
            s_hfft.Call(input, n < 0 ? Arg.None : n, dim, Name(norm));
        public static Tensor hfft2(Tensor input, long[] s = null, long[] dim = null, FFTNormType norm = FFTNormType.Backward) =>
            s_hfft2.Call(input, s, dim ?? new long[] { -2, -1 }, Name(norm));
        public static Tensor hfftn(Tensor input, long[] s = null, long[] dim = null, FFTNormType norm = FFTNormType.Backward) =>
            s_hfftn.Call(input, s, dim, Name(norm));
        public static Tensor ifft(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) =>
            s_ifft.Call(input, n < 0 ? Arg.None : n, dim, Name(norm));
        public static Tensor ifft2(Tensor input, long[] s = null, long[] dim = null, FFTNormType norm = FFTNormType.Backward) =>
            s_ifft2.Call(input, s, dim ?? new long[] { -2, -1 }, Name(norm));
        public static Tensor ifftn(Tensor input, long[] s = null, long[] dim = null, FFTNormType norm = FFTNormType.Backward) =>
            s_ifftn.Call(input, s, dim, Name(norm));
        public static Tensor ifftshift(Tensor input, long[] dim = null) => s_ifftshift.Call(input, dim);
        public static Tensor ihfft(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) =>
            s_ihfft.Call(input, n < 0 ? Arg.None : n, dim, Name(norm));
        public static Tensor ihfft2(Tensor input, long[] s = null, long[] dim = null, FFTNormType norm = FFTNormType.Backward) =>
            s_ihfft2.Call(input, s, dim ?? new long[] { -2, -1 }, Name(norm));
        public static Tensor ihfftn(Tensor input, long[] s = null, long[] dim = null, FFTNormType norm = FFTNormType.Backward) =>
            s_ihfftn.Call(input, s, dim, Name(norm));
        public static Tensor irfft(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) =>
            s_irfft.Call(input, n < 0 ? Arg.None : n, dim, Name(norm));
        public static Tensor irfft2(Tensor input, long[] s = null, long[] dim = null, FFTNormType norm = FFTNormType.Backward) =>
            s_irfft2.Call(input, s, dim ?? new long[] { -2, -1 }, Name(norm));
        public static Tensor irfftn(Tensor input, long[] s = null, long[] dim = null, FFTNormType norm = FFTNormType.Backward) =>
            s_irfftn.Call(input, s, dim, Name(norm));
        public static Tensor rfft(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) =>
            s_rfft.Call(input, n < 0 ? Arg.None : n, dim, Name(norm));
        public static Tensor rfft2(Tensor input, long[] s = null, long[] dim = null, FFTNormType norm = FFTNormType.Backward) =>
            s_rfft2.Call(input, s, dim ?? new long[] { -2, -1 }, Name(norm));
        public static Tensor rfftn(Tensor input, long[] s = null, long[] dim = null, FFTNormType norm = FFTNormType.Backward) =>
            s_rfftn.Call(input, s, dim, Name(norm));

        /// <summary>The frequencies of the bins of a transform over `n` samples `d` apart.</summary>
        public static Tensor fftfreq(long n, double d = 1, ScalarType? dtype = null, Device device = null, bool requires_grad = false) =>
            Finish(s_fftfreq.Call(n, d, dtype ?? s_defaultDtype, Arg.None, On(device)), requires_grad, null);
        public static Tensor rfftfreq(long n, double d = 1, ScalarType? dtype = null, Device device = null, bool requires_grad = false) =>
            Finish(s_rfftfreq.Call(n, d, dtype ?? s_defaultDtype, Arg.None, On(device)), requires_grad, null);

        private static Arg Name(FFTNormType norm) => norm switch { FFTNormType.Forward => "forward", FFTNormType.Ortho => "ortho", _ => "backward" };
    }
}
