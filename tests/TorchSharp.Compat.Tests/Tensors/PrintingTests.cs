using System.Collections;
using System.Globalization;
using static TorchSharp.torch;

namespace TorchSharp.Compat.Tests.Tensors;

/// <summary>What TorchSharp 0.106 prints, as its own tests expect it.</summary>
public sealed class PrintingTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private static readonly Tensor Hundred = (arange(100, float32) * 2 + 1).DetachFromDisposeScope();
    private static readonly float[] Mixed = [0.0f, 3.141f, 6.2834f, 3.14152f, 6.28e-06f, -13.141529f, 0.01f, 4713.14f];

    public void Dispose() => _scope.Dispose();

    private static string Text(Tensor t, TensorStringStyle style) => t.ToString(style, cultureInfo: CultureInfo.InvariantCulture, newLine: "|");

    [Fact]
    public void ByDefaultOnlyShapeTypeAndDevice()
    {
        Assert.Equal("[2x2], type = Float32, device = cpu", zeros(2, 2).ToString());
        Assert.Equal("[], type = Int32, device = cpu", tensor(1).ToString());
        Assert.Equal("[2x2], type = Float32, device = cpu", zeros(2, 2).metastr());
    }

    [Fact]
    public void Julia()
    {
        Assert.Equal("[], type = Float32, device = cpu, value = 3.14", Text(tensor(3.14f), julia));
        Assert.Equal("[], type = Float32, device = cpu, value = 3.14E+000", tensor(3.14f).jlstr("E2", cultureInfo: CultureInfo.InvariantCulture));
        Assert.Equal("[], type = ComplexFloat32, device = cpu, value = 3.14+6.28i", Text(tensor((3.14f, 6.28f)), julia));
        Assert.Equal("[4], type = Float32, device = cpu| 0 0 0 0|", Text(zeros(4), julia));
        Assert.Equal("[2x4], type = Float32, device = cpu|        0   3.141 6.2834 3.1415| 6.28e-06 -13.142   0.01 4713.1|", Text(tensor(Mixed, 2, 4), julia));
        Assert.Equal("[2x2x4], type = Float32, device = cpu|[0,..,..] =| 1 1 1 1| 1 1 1 1||[1,..,..] =| 1 1 1 1| 1 1 1 1|", Text(ones(2, 2, 4), julia));
        Assert.Equal("[3], type = Float32, device = meta", Text(ones(3L, device: META), julia));
    }

    [Fact]
    public void NumPy()
    {
        Assert.Equal("[0, 0, 0, 0]", Text(zeros(4), numpy));
        Assert.Equal("[1, 3, 5, ... 195, 197, 199]", Text(Hundred, numpy));
        Assert.Equal("[[0, 3.141, 6.2834, 3.1415]| [6.28e-06, -13.142, 0.01, 4713.1]]", Text(tensor(Mixed, 2, 4), numpy));
        Assert.Equal("[[[0, 0]|  [0, 0]]|| [[0, 0]|  [0, 0]]]", Text(zeros(2, 2, 2), numpy));
        Assert.Equal("[[[[0]|   [0]]||  [[0]|   [0]]]||| [[[0]|   [0]]||  [[0]|   [0]]]]", Text(zeros(2, 2, 2, 1), numpy));
        Assert.Equal("[[1, 3]| [5, 7]| [9, 11]| ...| [189, 191]| [193, 195]| [197, 199]]", Text(Hundred.reshape(50, 2), numpy));
    }

    [Fact]
    public void CSharp()
    {
        Assert.Equal("[4], type = Float32, device = cpu, value = float [] {0f, 0f, 0f, 0f}", Text(zeros(4), csharp));
        Assert.Equal("[100], type = Int32, device = cpu, value = int [] {1, 1, 1, ... 1, 1, 1}", Text(ones(100, int32), csharp));
        Assert.Equal("[2x4], type = Float32, device = cpu, value = |float [,] {| {0f, 0f, 0f, 0f},| {0f, 0f, 0f, 0f}|}", Text(zeros(2, 4), csharp));
        Assert.Equal("[2x2x2], type = Int32, device = cpu, value = |int [,,] {| {{1, 1},|  {1, 1}},| {{1, 1},|  {1, 1}}|}", Text(ones(2, 2, 2, int32), csharp));
        Assert.Equal("[50x2], type = Float32, device = cpu, value = |float [,] {| {1f, 3f},| {5f, 7f},| {9f, 11f},| ...| {189f, 191f},| {193f, 195f},| {197f, 199f}|}", Text(Hundred.reshape(50, 2), csharp));
    }

    [Fact]
    public void EmptyAxesAndBooleans()
    {
        Assert.Equal("[0x3], type = Float32, device = cpu|", Text(zeros(0, 3), julia));
        Assert.Equal("[]", Text(zeros(0), numpy));
        Assert.Equal("[2], type = Bool, device = cpu, value = bool [] {true, false}", Text(tensor(new[] { true, false }), csharp));
    }

    [Fact]
    public void NestedLists()
    {
        var rows = Assert.IsType<ArrayList>(arange(4).reshape(2, 2).tolist());
        var last = Assert.IsType<ArrayList>(rows[1]);
        Assert.Equal(3, ((Scalar)last[1]!).ToInt64());
        Assert.Equal(2.5, ((Scalar)tensor(2.5).tolist()).ToDouble());
    }
}
