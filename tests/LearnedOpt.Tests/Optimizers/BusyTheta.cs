using LearnedOpt.Numerics;
using LearnedOpt.Optimizers;

namespace LearnedOpt.Tests.Optimizers;

/// <summary>Meta-parameters under which every part of a rule matters: an initial theta, shaken.</summary>
internal static class BusyTheta
{
    public static float[] For(IUpdateRule rule, float shake = 0.1f)
    {
        var random = new CounterRandom(77);
        var (theta, noise) = (new float[rule.Theta.Count], new float[rule.Theta.Count]);
        rule.Initialize(theta, random.At("initial"));
        random.At("noise").Fill(noise);
        for (int i = 0; i < theta.Length; i++)
            theta[i] += shake * noise[i];
        return theta;
    }
}
