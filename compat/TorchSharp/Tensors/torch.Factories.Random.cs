using System;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    private static readonly Op s_randperm = new("randperm", "generator"), s_randperm_out = new("randperm", "generator_out"),
        s_normal = new("normal", "Tensor_Tensor"), s_normalFloat = new("normal", "float_float"),
        s_standard_gamma = new("_standard_gamma"), s_sample_dirichlet = new("_sample_dirichlet");

    public static Tensor randperm(long n, ScalarType? dtype = null, Device device = null, bool requires_grad = false, Generator generator = null) =>
        Finish(s_randperm.Call(n, generator, dtype ?? ScalarType.Int64, Arg.None, On(device)), requires_grad, null);

    public static Tensor randperm(long n, Tensor @out, Generator generator = null) => s_randperm_out.Into(@out, n, generator);

    public static Tensor normal(Tensor mean, Tensor std, Generator generator = null) => s_normal.Call(mean, std, generator);

    public static Tensor normal(double mean, double std, ReadOnlySpan<long> size, ScalarType? dtype = null, Device device = null, bool requires_grad = false, Generator generator = null, string[] names = null) =>
        Finish(s_normalFloat.Call(mean, std, Arg.Ints(size), generator, dtype ?? s_defaultDtype, Arg.None, On(device)), requires_grad, names);

    public static Tensor _standard_gamma(Tensor input, Generator generator = null) => s_standard_gamma.Call(input, generator);
    public static Tensor _sample_dirichlet(Tensor input, Generator generator = null) => s_sample_dirichlet.Call(input, generator);

    public static double rand_float(Generator generator = null) => Draw(rand(1, ScalarType.Float64, generator: generator)).ToDouble();
    public static double randn_float(Generator generator = null) => Draw(randn(1, ScalarType.Float64, generator: generator)).ToDouble();
    public static bool randint_bool(Generator generator = null) => randint_long(0, 2, generator) == 1;
    public static int randint_int(int high, Generator generator = null) => (int)randint_long(0, high, generator);
    public static int randint_int(int low, int high, Generator generator = null) => (int)randint_long(low, high, generator);
    public static long randint_long(long high, Generator generator = null) => randint_long(0, high, generator);
    public static long randint_long(long low, long high, Generator generator = null) => Draw(randint(low, high, [1L], generator: generator)).ToInt64();

    private static Scalar Draw(Tensor one)
    {
        using (one) return one.ToScalar();
    }

    public static long initial_seed() => Generator.Default.initial_seed();
    public static long seed() => Generator.Default.seed();
    public static Tensor get_rng_state() => Generator.Default.get_state();
    public static void set_rng_state(Tensor new_state) => Generator.Default.set_state(new_state);

    /// <summary>The default generator of the CPU.</summary>
    public static class random
    {
        public static Generator manual_seed(long seed) => torch.manual_seed(seed);
        public static long initial_seed() => torch.initial_seed();
        public static long seed() => torch.seed();
        public static Tensor get_rng_state() => torch.get_rng_state();
        public static void set_rng_state(Tensor new_state) => torch.set_rng_state(new_state);
    }
}
