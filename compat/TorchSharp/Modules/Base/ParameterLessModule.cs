using System;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Marks modules without parameters, buffers and submodules: converting them has no effect.</summary>
    public interface IParameterLessModule { }

    public abstract class ParameterLessModule<T1, TResult> : nn.Module<T1, TResult>, IParameterLessModule
    {
        protected ParameterLessModule(string name) : base(name) { }

        protected internal override nn.Module _to(Device device, ScalarType dtype, bool non_blocking) => this;
        protected internal override nn.Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) => this;
        protected internal override nn.Module _to(ScalarType dtype, bool non_blocking) => this;

        public override void register_buffer(string name, Tensor tensor, bool persistent = true) => throw ParameterLess.Refused(GetName(), "buffers");
        public override void register_parameter(string name, Parameter param) => throw ParameterLess.Refused(GetName(), "parameters");
        public override void register_module(string name, nn.Module submodule) => throw ParameterLess.Refused(GetName(), "submodules");
    }

    public abstract class ParameterLessModule<T1, T2, TResult> : nn.Module<T1, T2, TResult>, IParameterLessModule
    {
        protected ParameterLessModule(string name) : base(name) { }

        protected internal override nn.Module _to(Device device, ScalarType dtype, bool non_blocking) => this;
        protected internal override nn.Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) => this;
        protected internal override nn.Module _to(ScalarType dtype, bool non_blocking) => this;

        public override void register_buffer(string name, Tensor tensor, bool persistent = true) => throw ParameterLess.Refused(GetName(), "buffers");
        public override void register_parameter(string name, Parameter param) => throw ParameterLess.Refused(GetName(), "parameters");
        public override void register_module(string name, nn.Module submodule) => throw ParameterLess.Refused(GetName(), "submodules");
    }

    public abstract class ParameterLessModule<T1, T2, T3, TResult> : nn.Module<T1, T2, T3, TResult>, IParameterLessModule
    {
        protected ParameterLessModule(string name) : base(name) { }

        protected internal override nn.Module _to(Device device, ScalarType dtype, bool non_blocking) => this;
        protected internal override nn.Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) => this;
        protected internal override nn.Module _to(ScalarType dtype, bool non_blocking) => this;

        public override void register_buffer(string name, Tensor tensor, bool persistent = true) => throw ParameterLess.Refused(GetName(), "buffers");
        public override void register_parameter(string name, Parameter param) => throw ParameterLess.Refused(GetName(), "parameters");
        public override void register_module(string name, nn.Module submodule) => throw ParameterLess.Refused(GetName(), "submodules");
    }

    public abstract class ParameterLessModule<T1, T2, T3, T4, TResult> : nn.Module<T1, T2, T3, T4, TResult>, IParameterLessModule
    {
        protected ParameterLessModule(string name) : base(name) { }

        protected internal override nn.Module _to(Device device, ScalarType dtype, bool non_blocking) => this;
        protected internal override nn.Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) => this;
        protected internal override nn.Module _to(ScalarType dtype, bool non_blocking) => this;

        public override void register_buffer(string name, Tensor tensor, bool persistent = true) => throw ParameterLess.Refused(GetName(), "buffers");
        public override void register_parameter(string name, Parameter param) => throw ParameterLess.Refused(GetName(), "parameters");
        public override void register_module(string name, nn.Module submodule) => throw ParameterLess.Refused(GetName(), "submodules");
    }

    public abstract class ParameterLessModule<T1, T2, T3, T4, T5, TResult> : nn.Module<T1, T2, T3, T4, T5, TResult>, IParameterLessModule
    {
        protected ParameterLessModule(string name) : base(name) { }

        protected internal override nn.Module _to(Device device, ScalarType dtype, bool non_blocking) => this;
        protected internal override nn.Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) => this;
        protected internal override nn.Module _to(ScalarType dtype, bool non_blocking) => this;

        public override void register_buffer(string name, Tensor tensor, bool persistent = true) => throw ParameterLess.Refused(GetName(), "buffers");
        public override void register_parameter(string name, Parameter param) => throw ParameterLess.Refused(GetName(), "parameters");
        public override void register_module(string name, nn.Module submodule) => throw ParameterLess.Refused(GetName(), "submodules");
    }

    public abstract class ParameterLessModule<T1, T2, T3, T4, T5, T6, TResult> : nn.Module<T1, T2, T3, T4, T5, T6, TResult>, IParameterLessModule
    {
        protected ParameterLessModule(string name) : base(name) { }

        protected internal override nn.Module _to(Device device, ScalarType dtype, bool non_blocking) => this;
        protected internal override nn.Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) => this;
        protected internal override nn.Module _to(ScalarType dtype, bool non_blocking) => this;

        public override void register_buffer(string name, Tensor tensor, bool persistent = true) => throw ParameterLess.Refused(GetName(), "buffers");
        public override void register_parameter(string name, Parameter param) => throw ParameterLess.Refused(GetName(), "parameters");
        public override void register_module(string name, nn.Module submodule) => throw ParameterLess.Refused(GetName(), "submodules");
    }

    internal static class ParameterLess
    {
        public static InvalidOperationException Refused(string module, string what) => new($"'{module}' is a parameterless module: it holds no {what}.");
    }
}
