using System;
using System.Collections;
using System.Globalization;
using System.Linq;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Shape, type and device.</summary>
        public override string ToString() => IsInvalid ? "Tensor (disposed)" : TensorPrinter.Metadata(this);

        /// <summary>With the elements, in the default style, if `disamb`.</summary>
        public string ToString(bool disamb, string fltFormat = null, int? width = null, CultureInfo cultureInfo = null, string newLine = null) =>
            ToString(disamb ? TensorStringStyle.Julia : TensorStringStyle.Metadata, fltFormat, width, cultureInfo, newLine);

        public string ToString(TensorStringStyle style, string fltFormat = null, int? width = null, CultureInfo cultureInfo = null, string newLine = null) =>
            new TensorPrinter(style == TensorStringStyle.Default ? torch.TensorStringStyle : style, fltFormat, width, cultureInfo, newLine).Print(this);

        /// <summary>The elements as nested lists of <see cref="Scalar"/>; the scalar itself for a tensor without dimensions.</summary>
        public object tolist()
        {
            if (Dimensions == 0) return ToScalar();
            var result = new ArrayList();
            foreach (var part in unbind())
                using (part) result.Add(part.tolist());
            return result;
        }
    }
}

public static partial class TensorExtensionMethods
{
    public static string str(this torch.Tensor tensor, string fltFormat = null, int? width = null, string newLine = null, CultureInfo cultureInfo = null, TensorStringStyle style = TensorStringStyle.Default) =>
        tensor.ToString(style, fltFormat, width, cultureInfo, newLine);

    public static string jlstr(this torch.Tensor tensor, string fltFormat = null, int? width = null, string newLine = null, CultureInfo cultureInfo = null) =>
        tensor.ToString(TensorStringStyle.Julia, fltFormat, width, cultureInfo, newLine);

    public static string npstr(this torch.Tensor tensor, string fltFormat = "g5", int? width = 100, string newLine = null, CultureInfo cultureInfo = null) =>
        tensor.ToString(TensorStringStyle.Numpy, fltFormat, width, cultureInfo, newLine);

    public static string cstr(this torch.Tensor tensor, string fltFormat = "g5", int? width = 100, string newLine = null, CultureInfo cultureInfo = null) =>
        tensor.ToString(TensorStringStyle.CSharp, fltFormat, width, cultureInfo, newLine);

    public static string metastr(this torch.Tensor tensor) => tensor.ToString(TensorStringStyle.Metadata);

    /// <summary>Writes the tensor to the console and returns it.</summary>
    public static torch.Tensor print(this torch.Tensor t, string fltFormat = "g5", int? width = 100, string newLine = null, CultureInfo cultureInfo = null, TensorStringStyle style = TensorStringStyle.Default)
    {
        Console.WriteLine(t.ToString(style, fltFormat, width, cultureInfo, newLine));
        return t;
    }

    public static Modules.Parameter AsParameter(this torch.Tensor tensor) => new(tensor);
}
