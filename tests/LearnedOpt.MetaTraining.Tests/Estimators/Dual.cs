namespace LearnedOpt.MetaTraining.Tests.Estimators;

/// <summary>A number and its exact derivatives: forward differentiation in double.</summary>
internal readonly record struct Dual(double Value, double[] Slopes)
{
    public static Dual Constant(double value, int slopes) => new(value, new double[slopes]);

    public static Dual Variable(double value, int index, int slopes)
    {
        var dual = Constant(value, slopes);
        dual.Slopes[index] = 1;
        return dual;
    }

    /// <summary>The same value without derivatives.</summary>
    public Dual Stopped => Constant(Value, Slopes.Length);

    public static Dual operator +(Dual a, Dual b) => new(a.Value + b.Value, Combine(a, b, 1, 1));
    public static Dual operator -(Dual a, Dual b) => new(a.Value - b.Value, Combine(a, b, 1, -1));
    public static Dual operator *(Dual a, Dual b) => new(a.Value * b.Value, Combine(a, b, b.Value, a.Value));
    public static Dual operator *(double scale, Dual a) => new(scale * a.Value, [.. a.Slopes.Select(s => scale * s)]);

    /// <summary>f(a), given f and its derivative at a.</summary>
    public Dual Map(double value, double derivative) => new(value, [.. Slopes.Select(s => derivative * s)]);

    private static double[] Combine(Dual a, Dual b, double wa, double wb) => [.. a.Slopes.Zip(b.Slopes, (x, y) => wa * x + wb * y)];
}
