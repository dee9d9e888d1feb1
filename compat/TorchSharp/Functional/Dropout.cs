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
                    s_dropout = new("dropout"), s_dropout_ = new("dropout_"),
                    s_alpha_dropout = new("alpha_dropout"), s_alpha_dropout_ = new("alpha_dropout_"),
                    s_feature_dropout = new("feature_dropout"), s_feature_dropout_ = new("feature_dropout_"),
                    s_feature_alpha_dropout = new("feature_alpha_dropout"), s_feature_alpha_dropout_ = new("feature_alpha_dropout_");

                private static Tensor Drop(Op op, Op inPlace, Tensor input, double p, bool training, bool inplace) =>
                    inplace ? Operators.Alias(inPlace.InPlace(input, p, training)) : op.Call(input, p, training);

                public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                    Drop(s_dropout, s_dropout_, input, p, training, inplace);

                public static Tensor alpha_dropout(Tensor input, double p = 0.5, bool training = false, bool inplace = false) =>
                    Drop(s_alpha_dropout, s_alpha_dropout_, input, p, training, inplace);

                /// <summary>Drops whole channels of [batch, channels, length]; without a batch, [channels, length].</summary>
                public static Tensor dropout1d(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                    DropFeatures(input, 2, p, training, inplace);

                public static Tensor dropout2d(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                    Drop(s_feature_dropout, s_feature_dropout_, input, p, training, inplace);

                public static Tensor dropout3d(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                    DropFeatures(input, 4, p, training, inplace);

                public static Tensor feature_alpha_dropout(Tensor input, double p = 0.5, bool training = false, bool inplace = false) =>
                    Drop(s_feature_alpha_dropout, s_feature_alpha_dropout_, input, p, training, inplace);

                private static Tensor DropFeatures(Tensor input, int unbatchedRank, double p, bool training, bool inplace)
                {
                    if (input.ndim != unbatchedRank) return Drop(s_feature_dropout, s_feature_dropout_, input, p, training, inplace);
                    using var batch = Operators.Unsqueeze(input, 0);
                    using var dropped = Drop(s_feature_dropout, s_feature_dropout_, batch, p, training, inplace);
                    return Operators.Squeeze(dropped, 0);
                }
            }
        }
    }
}
