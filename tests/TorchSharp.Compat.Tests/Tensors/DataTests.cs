using System.Numerics;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Compat.Tests.Tensors;

/// <summary>Elements in and out of managed memory.</summary>
public sealed class DataTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    public void Dispose() => _scope.Dispose();

    [Fact]
    public void BytesAreTheMemoryItself()
    {
        var t = zeros(2, 3);
        MemoryMarshal.Cast<byte, float>(t[1].bytes)[2] = 5;
        Assert.Equal([0f, 0, 0, 0, 0, 5], t.data<float>().ToArray());
        t.bytes = MemoryMarshal.AsBytes<float>([1, 2, 3, 4, 5, 6]).ToArray();
        Assert.Equal(21f, t.sum().item<float>());
        Assert.Throws<InvalidOperationException>(() => { _ = t.T.bytes; });
        Assert.Throws<ArgumentException>(() => { t.bytes = new byte[3]; });
    }

    [Fact]
    public void AccessorsHonourStrides()
    {
        var t = arange(6).reshape(2, 3).T;
        var data = t.data<long>();
        Assert.Equal([0L, 3, 1, 4, 2, 5], data.ToArray());
        Assert.Equal(4, data[1, 1]);
        data[2, 0] = 20;
        Assert.Equal(20, t[2, 0].item<long>());
        Assert.Equal(new long[,] { { 0, 3 }, { 1, 4 }, { 20, 5 } }, data.ToNDArray());
        Assert.Equal([0L, 3, 1, 4, 20, 5], data);
        var part = new long[4];
        data.CopyTo(part, 1, 2);
        Assert.Equal([0L, 1, 4, 20], part);
        data.CopyFrom([9, 8], 0, 4);
        Assert.Equal([0L, 3, 1, 4, 9, 8], data.ToArray());
        Assert.Throws<IndexOutOfRangeException>(() => data[3, 0]);
        Assert.True(data == t.data<long>());
    }

    [Fact]
    public void AnAccessorEndsWithItsTensor()
    {
        var t = ones(1000);
        var data = t.data<float>();
        Assert.Equal(1000, data.ToArray().Sum());
        using (var part = t.data<float>()) Assert.Equal(1f, part[3]);
        Assert.False(t.IsInvalid);
        t.Dispose();
        Assert.Throws<InvalidOperationException>(() => data.ToArray());
        Assert.Throws<InvalidOperationException>(() => data[0]);
        data.Dispose();
        Assert.Throws<ObjectDisposedException>(() => data[0]);
    }

    [Fact]
    public void TypesMustAgree()
    {
        Assert.Contains("not compatible", Assert.Throws<ArgumentException>(() => ones(2).data<double>()).Message);
        Assert.Throws<ArgumentException>(() => tensor(1).item<long>());
        Assert.Contains("must be 1", Assert.Throws<ArgumentException>(() => ones(2).item<float>()).Message);
        Assert.Equal(1.5f, full(1L, 1.5).item<float>());
    }

    [Fact]
    public void NumbersConvert()
    {
        var t = tensor(-3.75);
        Assert.Equal(-3.75f, t.ToSingle());
        Assert.Equal(-3, t.ToInt32());
        Assert.Equal(-3L, (long)t);
        Assert.Equal((Half)(-3.75), t.ToHalf());
        Assert.True(t.ToBoolean());
        Assert.Equal(200, tensor((byte)200).ToByte());
        Assert.Equal(new Complex(1, 2), tensor(new Complex(1, 2)).ToComplexFloat64());
        Assert.Equal((1f, 2f), tensor((1f, 2f)).ToComplex32());
        Assert.Equal(7.0, ((Scalar)7).ToDouble());
        Assert.Throws<InvalidCastException>(() => ((Scalar)new Complex(1, 2)).ToDouble());
    }

    [Fact]
    public void Conversions()
    {
        var t = tensor(new[] { 0.0, 1.7, -2.5 });
        Assert.Equal([0, 1, -2], t.@int().data<int>().ToArray());
        Assert.Equal([false, true, true], t.@bool().data<bool>().ToArray());
        Assert.Equal(ScalarType.BFloat16, t.bfloat16().dtype);
        Assert.Equal(ScalarType.Float32, t.to(ones(1)).dtype);
        Assert.Equal(ScalarType.Float16, t.type(float16).dtype);
        Assert.Equal(ScalarType.Float32, FloatTensor(t).dtype);
        Assert.Equal(DeviceType.META, t.to(META).device_type);
        var same = t.to(float64);
        Assert.NotSame(t, same);
        same[0] = 9.0;
        Assert.Equal(9.0, t[0].item<double>());
        Assert.Equal(0.0, t.to(float64, copy: true)[0].item<double>() - 9.0);
        t.to(float32, disposeAfter: true);
        Assert.True(t.IsInvalid);
    }

    [Fact]
    public void Storages()
    {
        var t = arange(4).to(float32);
        using var storage = t[1..].storage<float>();
        Assert.Equal([1f, 2, 3], storage.ToArray());
        storage[0] = 10;
        Assert.Equal(10f, t[1].item<float>());
        storage[1..3] = storage[0..2];
        Assert.Equal(12UL, storage.nbytes());
        Assert.Equal([10, 10, 2], storage.@int().ToArray());
        Assert.Equal(1, storage.IndexOf(10f) + 1);
    }

    [Fact]
    public void Equality()
    {
        var (a, b) = (ones(2, 2), ones(2, 2));
        Assert.True(a.Equals(b));
        Assert.False(a.Equals(ones(4)));
        Assert.Equal([true, true, true, true], (a == b).reshape(-1).data<bool>().ToArray());
        Assert.True(a.allclose(b + 1e-9));
        Assert.False(a is null);
    }

    [Fact]
    public void AfterDisposalNothingWorks()
    {
        var t = ones(2);
        t.Dispose();
        t.Dispose();
        Assert.True(t.IsInvalid);
        Assert.Equal("Tensor invalid -- empty handle.", Assert.Throws<InvalidOperationException>(() => t + 1).Message);
        Assert.Equal("Tensor invalid -- empty handle.", Assert.Throws<InvalidOperationException>(() => ones(2).add(t)).Message);
        Assert.Throws<InvalidOperationException>(() => t.shape);
        Assert.Throws<InvalidOperationException>(() => cat([ones(2), t]));
    }

    [Fact]
    public void InPlaceMethodsReturnTheirTensor()
    {
        var t = ones(2);
        Assert.Same(t, t.add_(1));
        Assert.Same(t, t.mul_(t));
        Assert.Same(t, t.copy_(zeros(2)));
        Assert.Same(t, t.fill_(3));
        Assert.Same(t, t.normal_());
        Assert.Same(t, t.requires_grad_());
        var zeroed = t.detach().zero_();
        Assert.NotSame(t, zeroed);
        Assert.Equal(0f, t.detach().sum().item<float>());
    }

    [Fact]
    public void AParameterTakesItsSourceOver()
    {
        var source = ones(3);
        var parameter = new TorchSharp.Modules.Parameter(source);
        Assert.True(source.IsInvalid);
        Assert.True(parameter.requires_grad);
        parameter.sum().backward();
        Assert.NotSame(parameter.grad, parameter.grad);
        Assert.Equal([3L], parameter.grad.shape);
    }
}
