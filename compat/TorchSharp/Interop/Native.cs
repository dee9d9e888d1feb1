using System;
using System.IO;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]

namespace TorchSharp.Interop
{
    /// <summary>The C interface of libLearnedOptTorch (compat/TorchSharp.Native). All signatures are blittable.</summary>
    internal static unsafe partial class Native
    {
        private const string Library = "LearnedOptTorch";

        static Native() => NativeLibrary.SetDllImportResolver(typeof(Native).Assembly, Resolve);

        // Beside this assembly first; LEARNEDOPT_NATIVE names another folder.
        private static IntPtr Resolve(string name, Assembly assembly, DllImportSearchPath? path)
        {
            if (name != Library) return IntPtr.Zero;
            var folder = Environment.GetEnvironmentVariable("LEARNEDOPT_NATIVE") ?? AppContext.BaseDirectory;
            var file = Path.Combine(folder, "libLearnedOptTorch.so");
            if (!File.Exists(file))
                throw new DllNotFoundException($"{file} is missing: run ./learnedopt setup, or point LEARNEDOPT_NATIVE at the folder that has libLearnedOptTorch.so.");
            return NativeLibrary.Load(file);
        }

        [DllImport(Library)] public static extern IntPtr lo_find(byte* name, byte* overload);
        [DllImport(Library)] public static extern int lo_call(IntPtr op, Value* arguments, int count, Value* results, int capacity);
        [DllImport(Library)] public static extern IntPtr lo_schemas();

        [DllImport(Library), SuppressGCTransition] public static extern int lo_info(IntPtr tensor, TensorInfo* info);
        [DllImport(Library)] public static extern IntPtr lo_from_data(void* source, long* sizes, int dimensions, int dtype);
        [DllImport(Library)] public static extern IntPtr lo_from_blob(void* memory, long* sizes, int dimensions, int dtype, delegate* unmanaged[Cdecl]<IntPtr, void> release, IntPtr context);
        [DllImport(Library)] public static extern void lo_dispose(IntPtr tensor);
        [DllImport(Library)] public static extern void lo_free(void* memory);
        [DllImport(Library), SuppressGCTransition] public static extern IntPtr lo_alias(IntPtr tensor);
        [DllImport(Library), SuppressGCTransition] public static extern IntPtr lo_identity(IntPtr tensor);
        [DllImport(Library)] public static extern long lo_version(IntPtr tensor);
        [DllImport(Library)] public static extern int lo_set_requires_grad(IntPtr tensor, int value);
        [DllImport(Library)] public static extern int lo_get_grad(IntPtr tensor, IntPtr* grad);
        [DllImport(Library)] public static extern int lo_set_grad(IntPtr tensor, IntPtr grad);
        [DllImport(Library)] public static extern int lo_item(IntPtr tensor, Value* result, double* imaginary);
        [DllImport(Library)] public static extern int lo_set_data(IntPtr tensor, IntPtr source);
        [DllImport(Library)] public static extern IntPtr lo_add(IntPtr a, IntPtr b);
        [DllImport(Library)] public static extern IntPtr lo_sub(IntPtr a, IntPtr b);
        [DllImport(Library)] public static extern IntPtr lo_mul(IntPtr a, IntPtr b);
        [DllImport(Library)] public static extern IntPtr lo_div(IntPtr a, IntPtr b);
        [DllImport(Library)] public static extern int lo_add_(IntPtr a, IntPtr b);

        [DllImport(Library)] public static extern int lo_backward(IntPtr* roots, int rootCount, IntPtr* gradients, int gradientCount, int retainGraph, int createGraph, IntPtr* inputs, int inputCount);
        [DllImport(Library)] public static extern int lo_grad(IntPtr* outputs, int outputCount, IntPtr* inputs, int inputCount, IntPtr* gradients, int gradientCount, int retainGraph, int createGraph, int allowUnused, IntPtr* results);
        [DllImport(Library), SuppressGCTransition] public static extern int lo_get_grad_mode();
        [DllImport(Library), SuppressGCTransition] public static extern void lo_set_grad_mode(int enabled);
        [DllImport(Library)] public static extern IntPtr lo_inference_enter(int enabled);
        [DllImport(Library)] public static extern void lo_inference_exit(IntPtr guard);
        [DllImport(Library)] public static extern int lo_is_inference_mode();
        [DllImport(Library)] public static extern int lo_save(IntPtr tensor, byte* path);
        [DllImport(Library)] public static extern IntPtr lo_load(byte* path);
        [DllImport(Library)] public static extern int lo_anomaly_enabled();
        [DllImport(Library)] public static extern int lo_anomaly_checks_nan();
        [DllImport(Library)] public static extern void lo_set_anomaly(int enabled, int checkNan);
        [DllImport(Library)] public static extern int lo_function_apply(IntPtr context, delegate* unmanaged[Cdecl]<IntPtr, IntPtr, byte**, int> forward, delegate* unmanaged[Cdecl]<IntPtr, IntPtr, IntPtr*, int, IntPtr, byte**, int> backward, delegate* unmanaged[Cdecl]<IntPtr, void> release, IntPtr* inputs, int inputCount, IntPtr* results, int capacity);
        [DllImport(Library)] public static extern void lo_function_hand(IntPtr handed, int kind, IntPtr tensor);
        [DllImport(Library)] public static extern void lo_function_materialize(IntPtr handed, int value);
        [DllImport(Library)] public static extern int lo_function_saved(IntPtr native, IntPtr* results, int capacity);

        [DllImport(Library)] public static extern byte* lo_last_error();
        [DllImport(Library)] public static extern byte* lo_torch_version();
        [DllImport(Library)] public static extern byte* lo_show_config(int parallel);
        [DllImport(Library)] public static extern int lo_set_num_threads(int count);
        [DllImport(Library)] public static extern int lo_get_num_threads();
        [DllImport(Library)] public static extern int lo_set_num_interop_threads(int count);
        [DllImport(Library)] public static extern int lo_get_num_interop_threads();
        [DllImport(Library)] public static extern IntPtr lo_generator_create(long seed, int deviceType, int deviceIndex);
        [DllImport(Library)] public static extern IntPtr lo_generator_default();
        [DllImport(Library)] public static extern void lo_generator_dispose(IntPtr generator);
        [DllImport(Library)] public static extern int lo_generator_seed(IntPtr generator, long seed);
        [DllImport(Library)] public static extern long lo_generator_initial_seed(IntPtr generator);
        [DllImport(Library)] public static extern IntPtr lo_generator_get_state(IntPtr generator);
        [DllImport(Library)] public static extern int lo_generator_set_state(IntPtr generator, IntPtr state);
        [DllImport(Library)] public static extern int lo_manual_seed(long seed);
        [DllImport(Library)] public static extern int lo_cuda_device_count();
        [DllImport(Library)] public static extern int lo_cuda_synchronize(int device);
        [DllImport(Library)] public static extern int lo_cudnn_available();
        [DllImport(Library)] public static extern int lo_allow_tf32(int which, int value);

        /// <summary>Throws what TorchSharp throws for a fault in libtorch: ExternalException with libtorch's message.</summary>
        [MethodImpl(MethodImplOptions.NoInlining)]
        public static Exception Fault() => new ExternalException(Marshal.PtrToStringUTF8((IntPtr)lo_last_error()) ?? "unknown native error");

        public static void Check(int status)
        {
            if (status < 0) throw Fault();
        }

        public static IntPtr Check(IntPtr handle)
        {
            if (handle == IntPtr.Zero) throw Fault();
            return handle;
        }
    }

    /// <summary>One argument or result on the native side; layout as `lo::Value` in native.h.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 16)]
    internal unsafe struct Value
    {
        [FieldOffset(0)] public Tag Tag;
        [FieldOffset(4)] public int Count;
        [FieldOffset(8)] public long Bits;
        [FieldOffset(8)] public double Real;
        [FieldOffset(8)] public void* Pointer;
    }

    internal enum Tag
    {
        None = 0, Tensor = 1, Int = 2, Double = 3, Bool = 4, IntList = 5, TensorList = 6, String = 7, DoubleList = 8,
        Device = 9, Generator = 10, BoolList = 11, Default = 12, Complex = 13,
    }

    /// <summary>Layout as `Info` in tensors.cpp. Sizes and strides point into the tensor: valid while it lives unchanged.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal unsafe struct TensorInfo
    {
        public long Elements;
        public void* Data;
        public long* Sizes;
        public long* Strides;
        public long StorageOffset;
        public int Dimensions;
        public int DType;
        public int DeviceType;
        public int DeviceIndex;
        public int RequiresGrad;
        public int IsLeaf;
        public int IsContiguous;
        public int Layout;
    }
}
