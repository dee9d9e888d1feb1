using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Op s_bernoulli = new("bernoulli"), s_bernoulli_Float = new("bernoulli_", "float"),
            s_bernoulli_Tensor = new("bernoulli_", "Tensor"), s_binomial = new("binomial"), s_cauchy_ = new("cauchy_"), s_exponential_ = new("exponential_"),
            s_geometric_ = new("geometric_"), s_log_normal_ = new("log_normal_"), s_multinomial = new("multinomial"), s_normal_ = new("normal_"),
            s_poisson = new("poisson"), s_random_From = new("random_", "from"), s_uniform_ = new("uniform_");

        public Tensor bernoulli(Generator generator = null) => s_bernoulli.Call(this, generator);
        public Tensor bernoulli_(double p = 0.5, Generator generator = null) => s_bernoulli_Float.InPlace(this, p, generator);
        public Tensor bernoulli_(Tensor p, Generator generator = null) => s_bernoulli_Tensor.InPlace(this, p, generator);
        public Tensor binomial(Tensor prob, Generator generator = null) => s_binomial.Call(this, prob, generator);

        public Tensor cauchy_(double median = 0, double sigma = 1, Generator generator = null) => s_cauchy_.InPlace(this, median, sigma, generator);

        public Tensor exponential_(double lambda = 1, Generator generator = null) => s_exponential_.InPlace(this, lambda, generator);

        public Tensor geometric_(double p, Generator generator = null) => s_geometric_.InPlace(this, p, generator);

        public Tensor log_normal_(double mean = 0, double std = 1, Generator generator = null) => s_log_normal_.InPlace(this, mean, std, generator);

        public Tensor multinomial(long num_samples, bool replacement = false, Generator generator = null) =>
            s_multinomial.Call(this, num_samples, replacement, generator);

        public Tensor normal_(double mean = 0, double std = 1, Generator generator = null) => s_normal_.InPlace(this, mean, std, generator);

        public Tensor poisson(Generator generator = null) => s_poisson.Call(this, generator);

        public Tensor random_(double from, double to, Generator generator = null) => s_random_From.InPlace(this, (long)from, (long)to, generator);

        public Tensor uniform_(double from, double to, Generator generator = null) => s_uniform_.InPlace(this, from, to, generator);
    }
}
