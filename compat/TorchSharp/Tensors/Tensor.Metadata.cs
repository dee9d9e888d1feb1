using System;
using System.Runtime.InteropServices;
using TorchSharp.Interop;

namespace TorchSharp
{
    public static partial class torch
    {
        public partial class Tensor
        {
            internal unsafe TensorInfo Info
            {
                get
                {
                    TensorInfo info;
                    Native.Check(Native.lo_info(Handle, &info));
                    GC.KeepAlive(this);
                    return info;
                }
            }

            public unsafe long[] shape
            {
                get
                {
                    var info = Info;
                    var result = new ReadOnlySpan<long>(info.Sizes, info.Dimensions).ToArray();
                    GC.KeepAlive(this);
                    return result;
                }
            }

            public unsafe long[] stride()
            {
                var info = Info;
                if (info.Strides is null) throw new InvalidOperationException("A sparse tensor has no strides.");
                var result = new ReadOnlySpan<long>(info.Strides, info.Dimensions).ToArray();
                GC.KeepAlive(this);
                return result;
            }

            public long stride(int dim) => stride()[Wrap(dim)];
            public unsafe long size(int dim)
            {
                var result = Info.Sizes[Wrap(dim)];
                GC.KeepAlive(this);
                return result;
            }

            public long[] size() => shape;

            private long Wrap(long dim)
            {
                var rank = Info.Dimensions;
                return dim >= -rank && dim < rank ? (dim + rank) % rank
                    : throw new IndexOutOfRangeException($"Dimension out of range (expected to be in range of [{-rank}, {rank - 1}], but got {dim})");
            }

            public long Dimensions => Info.Dimensions;
            public long ndim => Info.Dimensions;
            public long dim() => Info.Dimensions;
            public long NumberOfElements => Info.Elements;
            public long numel() => Info.Elements;
            public ScalarType dtype => (ScalarType)Info.DType;
            public DeviceType device_type => (DeviceType)Info.DeviceType;
            public int device_index => Info.DeviceIndex;

            public Device device
            {
                get
                {
                    var info = Info;
                    return new Device((DeviceType)info.DeviceType, info.DeviceIndex);
                }
            }

            public bool is_leaf => Info.IsLeaf != 0;
            public bool is_contiguous() => Info.IsContiguous != 0;
            public bool is_cuda => device_type == DeviceType.CUDA;
            public bool is_cpu() => device_type == DeviceType.CPU;
            public bool is_meta => device_type == DeviceType.META;
            public bool is_sparse => Info.Layout != 0;

            public bool requires_grad
            {
                get => Info.RequiresGrad != 0;
                set
                {
                    Native.Check(Native.lo_set_requires_grad(Handle, value ? 1 : 0));
                    GC.KeepAlive(this);
                }
            }

            /// <summary>The accumulated gradient: a new wrapper at each read, null where there is none.</summary>
            public unsafe Tensor grad
            {
                get
                {
                    IntPtr result;
                    Native.Check(Native.lo_get_grad(Handle, &result));
                    GC.KeepAlive(this);
                    return AdoptOrNull(result);
                }
                set
                {
                    Native.Check(Native.lo_set_grad(Handle, value is null ? IntPtr.Zero : value.Handle));
                    GC.KeepAlive(value);
                    GC.KeepAlive(this);
                }
            }

            /// <summary>The memory of a contiguous CPU tensor, from this view's own offset.</summary>
            public unsafe Span<byte> bytes
            {
                get
                {
                    var info = Info;
                    if ((DeviceType)info.DeviceType != DeviceType.CPU)
                        throw new InvalidOperationException("Reading data from non-CPU memory is not supported. Move or copy the tensor to the cpu before reading.");
                    if (info.IsContiguous == 0) throw new InvalidOperationException("The tensor is not contiguous: call contiguous() first.");
                    var length = checked((int)(info.Elements * ElementSizeOf((ScalarType)info.DType)));
                    GC.KeepAlive(this);
                    return new Span<byte>(info.Data, length);
                }
                set
                {
                    var target = bytes;
                    if (value.Length != target.Length)
                        throw new ArgumentException($"Mismatched data sizes in SetData(): the tensor has {target.Length} bytes; received {value.Length}.");
                    value.CopyTo(target);
                    GC.KeepAlive(this);
                }
            }

            internal static int ElementSizeOf(ScalarType type) => type switch
            {
                ScalarType.Byte or ScalarType.Int8 or ScalarType.Bool => 1,
                ScalarType.Int16 or ScalarType.Float16 or ScalarType.BFloat16 => 2,
                ScalarType.Int32 or ScalarType.Float32 => 4,
                ScalarType.Int64 or ScalarType.Float64 or ScalarType.ComplexFloat32 => 8,
                ScalarType.ComplexFloat64 => 16,
                _ => throw new ArgumentException($"Unknown element type {type}"),
            };

            public long ElementSize => ElementSizeOf(dtype);
            public long element_size() => ElementSize;
        }
    }
}
