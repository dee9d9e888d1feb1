using TorchSharp.Interop;
using TorchSharp.Modules;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static partial class functional
            {
                private static readonly Op
                    s_cross_entropy_loss = new("cross_entropy_loss"),
                    s_nll_loss_nd = new("nll_loss_nd"),
                    s_mse_loss = new("mse_loss"),
                    s_l1_loss = new("l1_loss"),
                    s_smooth_l1_loss = new("smooth_l1_loss"),
                    s_huber_loss = new("huber_loss"),
                    s_binary_cross_entropy = new("binary_cross_entropy"),
                    s_binary_cross_entropy_with_logits = new("binary_cross_entropy_with_logits"),
                    s_cosine_embedding_loss = new("cosine_embedding_loss"),
                    s_hinge_embedding_loss = new("hinge_embedding_loss"),
                    s_margin_ranking_loss = new("margin_ranking_loss"),
                    s_soft_margin_loss = new("soft_margin_loss"),
                    s_multilabel_margin_loss = new("multilabel_margin_loss"),
                    s_multi_margin_loss = new("multi_margin_loss"),
                    s_poisson_nll_loss = new("poisson_nll_loss"),
                    s_triplet_margin_loss = new("triplet_margin_loss"),
                    s_ctc_loss = new("ctc_loss", "Tensor"),
                    s_kl_div = new("kl_div");

                public static Tensor cross_entropy(Tensor input, Tensor target, Tensor weight = null, long ignore_index = -100, Reduction reduction = Reduction.Mean, double label_smoothing = 0) =>
                    s_cross_entropy_loss.Call(input, target, weight, (long)reduction, ignore_index, label_smoothing);

                public static Tensor nll_loss(Tensor input, Tensor target, Tensor weight = null, Reduction reduction = Reduction.Mean) =>
                    s_nll_loss_nd.Call(input, target, weight, (long)reduction);

                public static Tensor mse_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                    s_mse_loss.Call(input, target, (long)reduction);

                public static Tensor l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                    s_l1_loss.Call(input, target, (long)reduction);

                public static Tensor smooth_l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean, double beta = 1) =>
                    s_smooth_l1_loss.Call(input, target, (long)reduction, beta);

                public static Tensor huber_loss(Tensor input, Tensor target, double delta = 1, Reduction reduction = Reduction.Mean) =>
                    s_huber_loss.Call(input, target, (long)reduction, delta);

                public static Tensor binary_cross_entropy(Tensor input, Tensor target, Tensor weight = null, Reduction reduction = Reduction.Mean) =>
                    s_binary_cross_entropy.Call(input, target, weight, (long)reduction);

                public static Tensor binary_cross_entropy_with_logits(Tensor input, Tensor target, Tensor weight = null, Reduction reduction = Reduction.Mean, Tensor pos_weights = null) =>
                    s_binary_cross_entropy_with_logits.Call(input, target, weight, pos_weights, (long)reduction);

                public static Tensor cosine_embedding_loss(Tensor input1, Tensor input2, Tensor target, double margin = 0, Reduction reduction = Reduction.Mean) =>
                    s_cosine_embedding_loss.Call(input1, input2, target, margin, (long)reduction);

                public static Tensor hinge_embedding_loss(Tensor input, Tensor target, double margin = 0, Reduction reduction = Reduction.Mean) =>
                    s_hinge_embedding_loss.Call(input, target, margin, (long)reduction);

                public static Tensor margin_ranking_loss(Tensor input1, Tensor input2, Tensor target, double margin = 0, Reduction reduction = Reduction.Mean) =>
                    s_margin_ranking_loss.Call(input1, input2, target, margin, (long)reduction);

                public static Tensor soft_margin_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                    s_soft_margin_loss.Call(input, target, (long)reduction);

                public static Tensor multi_label_margin_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                    s_multilabel_margin_loss.Call(input, target, (long)reduction);

                public static Tensor multi_margin_loss(Tensor input, Tensor target, int p = 1, double margin = 1, Tensor weight = null, Reduction reduction = Reduction.Mean) =>
                    s_multi_margin_loss.Call(input, target, p, margin, weight, (long)reduction);

                public static Tensor poisson_nll_loss(Tensor input, Tensor target, bool log_input = true, bool full = false, float eps = 1E-08f, Reduction reduction = Reduction.Mean) =>
                    s_poisson_nll_loss.Call(input, target, log_input, full, (double)eps, (long)reduction);

                public static Tensor triplet_margin_loss(Tensor anchor, Tensor positive, Tensor negative, double margin = 1, long p = 2, double eps = 1E-06, bool swap = false, Reduction reduction = Reduction.Mean) =>
                    s_triplet_margin_loss.Call(anchor, positive, negative, margin, p, eps, swap, (long)reduction);

                public static Tensor ctc_loss(Tensor log_probs, Tensor targets, Tensor input_lengths, Tensor target_lengths, long blank = 0, bool zero_infinity = false, Reduction reduction = Reduction.Mean) =>
                    s_ctc_loss.Call(log_probs, targets, input_lengths, target_lengths, blank, (long)reduction, zero_infinity);

                // log_target is true by default here, unlike in PyTorch: TorchSharp 0.106 has it so.
                public static Tensor kl_div(Tensor input, Tensor target, bool log_target = true, Reduction reduction = Reduction.Mean) =>
                    s_kl_div.Call(input, target, (long)reduction, log_target);
            }
        }
    }
}
