using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace OxyPlot.Compat.Tests.Api;

/// <summary>Names of types and parameters as source would write them.</summary>
internal static class TypeNames
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void", [typeof(object)] = "object", [typeof(string)] = "string", [typeof(bool)] = "bool",
        [typeof(byte)] = "byte", [typeof(int)] = "int", [typeof(uint)] = "uint", [typeof(long)] = "long",
        [typeof(short)] = "short", [typeof(float)] = "float", [typeof(double)] = "double", [typeof(char)] = "char",
    };

    private static readonly Dictionary<string, string> Operators = new()
    {
        ["op_Equality"] = "==", ["op_Inequality"] = "!=", ["op_Addition"] = "+", ["op_Subtraction"] = "-",
        ["op_Multiply"] = "*", ["op_UnaryNegation"] = "-",
    };

    public static string Operator(string name) => Operators[name];

    public static string Short(Type type)
    {
        if (type.IsByRef)
            return Short(type.GetElementType()!);
        if (Keywords.TryGetValue(type, out var keyword))
            return keyword;
        if (Nullable.GetUnderlyingType(type) is { } value)
            return Short(value) + "?";
        if (type.IsArray)
            return $"{Short(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        var name = Simple(type);
        if (type.IsGenericType && type.GetGenericArguments().Skip(type.DeclaringType?.GetGenericArguments().Length ?? 0).ToArray() is { Length: > 0 } arguments)
            name += $"<{string.Join(", ", arguments.Select(Short))}>";
        return type.IsNested && !type.IsGenericParameter ? $"{Short(type.DeclaringType!)}.{name}" : name;
    }

    public static string Simple(Type type) => type.Name.Split('`')[0];

    public static string Parameters(MethodBase method)
    {
        var list = string.Join(", ", method.GetParameters().Select(Parameter));
        return method.IsDefined(typeof(ExtensionAttribute), false) ? "this " + list : list;
    }

    public static string Parameter(ParameterInfo p)
    {
        var passing = p.IsOut ? "out " : p.ParameterType.IsByRef ? "ref " : p.IsDefined(typeof(ParamArrayAttribute)) ? "params " : string.Empty;
        var fallback = p.HasDefaultValue ? " = " + Literal(p.RawDefaultValue, p.ParameterType) : string.Empty;
        return $"{passing}{Short(p.ParameterType)} {p.Name}{fallback}";
    }

    public static string Literal(object? value, Type type)
    {
        if (value == null)
            return type.IsValueType && Nullable.GetUnderlyingType(type) == null ? "default" : "null";
        if (type.IsEnum)
            return $"{Short(type)}.{Enum.ToObject(type, value)}";
        return value switch
        {
            bool flag => flag ? "true" : "false",
            double.NaN => "double.NaN",
            double number => number.ToString(CultureInfo.InvariantCulture),
            string text => '"' + text.Replace("\n", "\\n", StringComparison.Ordinal) + '"',
            _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };
    }
}
