using System.Numerics;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Compat.Tests.Tensors;

public sealed class CreationTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    public void Dispose() => _scope.Dispose();

    [Fact]
    public void TheElementDecidesTheType()
    {
        Assert.Equal(ScalarType.Int32, tensor(1).dtype);
        Assert.Equal(ScalarType.Int64, tensor(1L).dtype);
        Assert.Equal(ScalarType.Float32, tensor(1f).dtype);
        Assert.Equal(ScalarType.Float64, tensor(1.0).dtype);
        Assert.Equal(ScalarType.Bool, tensor(true).dtype);
        Assert.Equal(ScalarType.Byte, tensor((byte)1).dtype);
        Assert.Equal(ScalarType.Int8, tensor((sbyte)1).dtype);
        Assert.Equal(ScalarType.Int16, tensor((short)1).dtype);
        Assert.Equal(ScalarType.ComplexFloat64, tensor(new Complex(1, 2)).dtype);
        Assert.Equal(ScalarType.ComplexFloat32, tensor((1f, 2f)).dtype);
        Assert.Equal(ScalarType.Float16, tensor(new[] { (Half)1 }).dtype);
        Assert.Equal(ScalarType.Float64, tensor(new[] { 1.0 }).dtype);
        Assert.Equal(ScalarType.Float32, tensor(1.0, dtype: float32).dtype);
    }

    [Fact]
    public void FactoriesDefaultToFloat32AndIntegers()
    {
        Assert.All([zeros(2), ones(2, 3), empty(1), rand(2), randn(2, 2), full(2, 2.0), eye(3), linspace(0, 1, 3)], t => Assert.Equal(ScalarType.Float32, t.dtype));
        Assert.All([arange(3), randint(5, [2L]), randperm(4), tril_indices(2, 2)], t => Assert.Equal(ScalarType.Int64, t.dtype));
        Assert.Equal(ScalarType.Float32, arange(0, 1, 0.5).dtype);
        Assert.Equal([2L, 3, 4, 5], zeros(2, 3, 4, 5).shape);
        Assert.Equal([2L, 3], ones(new long[] { 2, 3 }).shape);
        Assert.Equal([2L, 3], randint(0, 9, (2, 3)).shape);
    }

    [Fact]
    public void ArraysOfAnyRankAndLists()
    {
        Assert.Equal([2L, 3], tensor(new[,] { { 1, 2, 3 }, { 4, 5, 6 } }).shape);
        Assert.Equal([1, 2, 3, 4, 5, 6], tensor(new[,] { { 1, 2, 3 }, { 4, 5, 6 } }).data<int>().ToArray());
        Assert.Equal([1L, 2, 2], tensor(new float[1, 2, 2]).shape);
        Assert.Equal([1L, 1, 2, 1], tensor(new bool[1, 1, 2, 1]).shape);
        Assert.Equal([2L, 2], tensor(new List<double> { 1, 2, 3, 4 }, 2, 2).shape);
        Assert.Equal([1L, 4], tensor(new[] { 1f, 2, 3, 4 }, [1L, 4L]).shape);
        Assert.Equal(4L, tensor((IList<long>)new[] { 1L, 2, 3, 4 }).numel());
        Assert.Equal([3f, 4f], tensor(new Memory<float>([3, 4]), [2L]).data<float>().ToArray());
        Assert.Equal(0, tensor(Array.Empty<float>()).numel());
        Assert.Contains("mismatched total size", Assert.Throws<ArgumentException>(() => tensor(new[] { 1f, 2f }, [3L])).Message);
    }

    [Fact]
    public void TensorCopiesAndFromArrayShares()
    {
        var data = new[] { 1f, 2f, 3f };
        var (copied, shared, part) = (tensor(data), from_array(data), frombuffer(data, float32, count: 2, offset: 1));
        data[1] = 20;
        Assert.Equal(2f, copied[1].item<float>());
        Assert.Equal(20f, shared[1].item<float>());
        Assert.Equal([20f, 3f], part.data<float>().ToArray());
        part.fill_(7);
        Assert.Equal([1f, 7f, 7f], data);
        Assert.Throws<IndexOutOfRangeException>(() => frombuffer(data, float32, count: 3, offset: 1));
        Assert.Equal([2L, 2], from_array(new[,] { { 1, 2 }, { 3, 4 } }).shape);
        Assert.Equal(ScalarType.Float64, as_tensor(data, float64).dtype);
        Assert.Throws<NotSupportedException>(() => from_array(new[] { "text" }));
    }

    [Fact]
    public void SharedMemoryOutlivesTheArrayVariable()
    {
        var shared = Make();
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            _ = new byte[1 << 20];
        }
        Assert.Equal(499500.0, shared.sum().item<double>());

        static Tensor Make() => from_array(Enumerable.Range(0, 1000).Select(k => (double)k).ToArray());
    }

    [Fact]
    public void LikeAndNewFollowTheirTensor()
    {
        var t = zeros(2, 3, int32);
        Assert.Equal(ScalarType.Int32, t.ones_like().dtype);
        Assert.Equal([2L, 3], ones_like(t).shape);
        Assert.Equal(ScalarType.Float64, t.rand_like(float64).dtype);
        Assert.Equal(ScalarType.Int32, t.new_full(4L, 9).dtype);
        Assert.Equal([2L, 2], t.new_zeros(2, 2).shape);
        Assert.Equal([9, 9], t.new_full(2L, 9).data<int>().ToArray());
        Assert.True(full_like(ones(2), 3, requires_grad: true).requires_grad);
    }

    [Fact]
    public void ImplicitConversions()
    {
        Tensor one = 1, half = 0.5f, many = new[] { 1L, 2L }, flag = true, scalar = (Scalar)2.5;
        Assert.Equal([ScalarType.Int32, ScalarType.Float32, ScalarType.Int64, ScalarType.Bool, ScalarType.Float64], new[] { one, half, many, flag, scalar }.Select(t => t.dtype));
        Assert.Equal(2.5, (double)scalar);
        Assert.Equal(1, (int)one);
        Assert.True((bool)flag);
        Assert.Equal(0.5f, (float)half);
    }

    [Fact]
    public void LimitsOfTypes()
    {
        Assert.Equal((double)float.MaxValue, finfo(float32).max);
        Assert.Equal(Math.Pow(2, -52), finfo(float64).eps);
        Assert.Equal(65504.0, finfo(float16).max);
        Assert.Equal(byte.MaxValue, max_int_value(uint8));
        Assert.True(can_cast(int32, float32));
        Assert.False(can_cast(float32, int32));
    }

    [Fact]
    public void WhatCannotBeMadeIsAnError()
    {
        Assert.Contains("negative dimension", Assert.Throws<ExternalException>(() => zeros(-1)).Message);
        Assert.Throws<NotSupportedException>(() => zeros(2, 2, names: ["a", "b"]));
        Assert.Throws<InvalidOperationException>(() => zeros(1).to(MPS));
        if (!cuda.is_available())
        {
            Assert.Contains("CUDA", Assert.Throws<InvalidOperationException>(() => zeros(1).cuda()).Message);
            Assert.Contains("CUDA", Assert.Throws<InvalidOperationException>(() => zeros(1, device: CUDA)).Message);
            Assert.Contains("CUDA", Assert.Throws<InvalidOperationException>(() => tensor(1f, device: CUDA)).Message);
        }
        Assert.Throws<ExternalException>(() => zeros(long.MaxValue));
    }
}
