namespace LearnedOpt.Tasks.Quadratics;

/// <summary>Quadratics, by name.</summary>
internal static class QuadraticTasks
{
    public static IEnumerable<KeyValuePair<string, TaskFactory>> All { get; } = new Dictionary<string, TaskFactory>
    {
        ["quadratic/16"] = request => Quadratic(request, noise: 0),
        ["quadratic/16-noisy"] = request => Quadratic(request, noise: 0.05),
    };

    private static QuadraticTask Quadratic(TaskRequest request, double noise) => new(request.Text, request.Count("parameters", 16),
        request.Number("condition", 100, least: 1), request.Number("noise", noise, least: 0), request.Count("batch", 1));
}
