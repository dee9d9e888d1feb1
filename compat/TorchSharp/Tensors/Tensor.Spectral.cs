using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Op s_stft = new("stft", "center"), s_istft = new("istft");

        /// <summary>Short-time Fourier transform: the spectrum of each window along the signal. Negative lengths: the usual ones.</summary>
        public Tensor stft(long n_fft, long hop_length = -1, long win_length = -1, Tensor window = null, bool center = true, PaddingModes pad_mode = PaddingModes.Reflect, bool normalized = false, bool? onesided = null, bool? return_complex = null) =>
            s_stft.Call(this, n_fft, Length(hop_length), Length(win_length), window, center, pad_mode.ToString().ToLowerInvariant(), normalized, onesided, return_complex);

        public Tensor istft(long n_fft, long hop_length = -1, long win_length = -1, Tensor window = null, bool center = true, bool normalized = false, bool? onesided = null, long length = -1, bool return_complex = false) =>
            s_istft.Call(this, n_fft, Length(hop_length), Length(win_length), window, center, normalized, onesided, Length(length), return_complex);

        private static Arg Length(long length) => length < 0 ? Arg.None : length;
    }
}
