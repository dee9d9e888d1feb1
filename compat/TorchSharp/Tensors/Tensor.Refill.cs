using System;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Methods that give an existing tensor another shape and content, or make another tensor of its type and device.</summary>
    public partial class Tensor
    {
        private static readonly Op s_arange_out = new("arange", "start_out"), s_rand_out = new("rand", "out"), s_randn_out = new("randn", "out"),
            s_randint_out = new("randint", "out"), s_empty_out = new("empty", "out"), s_ones_out = new("ones", "out"), s_zeros_out = new("zeros", "out"),
            s_full_out = new("full", "out"), s_eye_out = new("eye", "m_out");

        public Tensor arange_out(Scalar start, Scalar stop, Scalar step) => s_arange_out.Into(this, start, stop, step);
        public Tensor rand_out(params long[] sizes) => s_rand_out.Into(this, sizes);
        public Tensor randn_out(params long[] sizes) => s_randn_out.Into(this, sizes);
        public Tensor randint_out(long high, long[] sizes) => s_randint_out.Into(this, high, sizes);
        public Tensor empty(params long[] sizes) => s_empty_out.Into(this, sizes, Arg.None);
        public Tensor ones(params long[] sizes) => s_ones_out.Into(this, sizes);
        public Tensor zeros(params long[] sizes) => s_zeros_out.Into(this, sizes);
        public Tensor full(long[] sizes, Scalar value) => s_full_out.Into(this, sizes, value);
        public Tensor full(ReadOnlySpan<long> sizes, Scalar value) => s_full_out.Into(this, Arg.Ints(sizes), value);
        public Tensor eye(long rows, long columns) => s_eye_out.Into(this, rows, columns);

        /// <summary>A name for debugging.</summary>
        public string name { get; set; }

        [Obsolete("The name was misspelled: DetachFromDisposeScope.")]
        public Tensor DetatchFromDisposeScope() => DetachFromDisposeScope();
    }
}
