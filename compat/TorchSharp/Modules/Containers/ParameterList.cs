using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Parameters by number.</summary>
    public class ParameterList : nn.Module, IList<Parameter>
    {
        public ParameterList(params Parameter[] parameters) : base("ParameterList") => extend(parameters);

        public int Count => _internal_params.Count;
        public bool IsReadOnly => false;

        public Parameter this[int index]
        {
            get => _internal_params[index].Item2;
            set => Change(list => list[index] = value);
        }

        public void Add(Parameter item) => Change(list => list.Add(item));
        public void Insert(int index, Parameter item) => Change(list => list.Insert(index, item));
        public void append(params Parameter[] parameters) => extend(parameters);
        public void extend(IEnumerable<Parameter> parameters) => Change(list => list.AddRange(parameters));
        public void Clear() => _internal_params.Clear();
        public void RemoveAt(int index) => Change(list => list.RemoveAt(index));
        public bool Contains(Parameter item) => IndexOf(item) >= 0;
        public int IndexOf(Parameter item) => All().IndexOf(item);
        public void CopyTo(Parameter[] array, int arrayIndex) => All().CopyTo(array, arrayIndex);
        public IEnumerator<Parameter> GetEnumerator() => All().GetEnumerator();
        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public bool Remove(Parameter item)
        {
            var found = IndexOf(item);
            if (found >= 0) RemoveAt(found);
            return found >= 0;
        }

        protected override void RegisterComponents() { }

        private List<Parameter> All() => _internal_params.values().ToList();

        private void Change(Action<List<Parameter>> change)
        {
            var list = All();
            change(list);
            if (list.Contains(null)) throw new ArgumentException("A parameter list holds no nulls.");
            _internal_params.Clear();
            for (var i = 0; i < list.Count; i++) register_parameter(i.ToString(), list[i]);
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static ParameterList ParameterList(params Parameter[] parameters) => new ParameterList(parameters);
        }
    }
}
