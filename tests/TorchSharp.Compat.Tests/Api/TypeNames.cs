using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace TorchSharp.Compat.Tests.Api;

/// <summary>Names of types and parameters as source would write them.</summary>
internal static class TypeNames
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void", [typeof(object)] = "object", [typeof(string)] = "string", [typeof(bool)] = "bool", [typeof(char)] = "char",
        [typeof(byte)] = "byte", [typeof(sbyte)] = "sbyte", [typeof(short)] = "short", [typeof(ushort)] = "ushort", [typeof(int)] = "int",
        [typeof(uint)] = "uint", [typeof(long)] = "long", [typeof(ulong)] = "ulong", [typeof(float)] = "float", [typeof(double)] = "double",
    };

    private static readonly Dictionary<string, string> Operators = new()
    {
        ["op_Equality"] = "==", ["op_Inequality"] = "!=", ["op_Addition"] = "+", ["op_Subtraction"] = "-", ["op_Multiply"] = "*",
        ["op_Division"] = "/", ["op_Modulus"] = "%", ["op_BitwiseAnd"] = "&", ["op_BitwiseOr"] = "|", ["op_ExclusiveOr"] = "^",
        ["op_LessThan"] = "<", ["op_LessThanOrEqual"] = "<=", ["op_GreaterThan"] = ">", ["op_GreaterThanOrEqual"] = ">=",
        ["op_OnesComplement"] = "~", ["op_UnaryNegation"] = "-",
    };

    private static readonly HashSet<string> Reserved =
        ["bool", "byte", "char", "double", "float", "int", "long", "short", "out", "base", "params", "event", "default", "null", "lock", "object", "string", "ref", "in"];

    public static string? Operator(string name) => Operators.GetValueOrDefault(name);

    public static string Identifier(string name) => Reserved.Contains(name) ? "@" + name : name;

    /// <summary>`names` are the element names of the tuples in the type, outermost first; null where there are none.</summary>
    public static string Short(Type type, ICustomAttributeProvider? names = null)
    {
        var elements = names?.GetCustomAttributes(typeof(TupleElementNamesAttribute), false).Cast<TupleElementNamesAttribute>().FirstOrDefault()?.TransformNames;
        return new Writer(elements).Write(type);
    }

    private sealed class Writer(IList<string?>? names)
    {
        private int _next;

        public string Write(Type type)
        {
            if (type.IsByRef) return Write(type.GetElementType()!);
            if (Keywords.TryGetValue(type, out var keyword)) return keyword;
            if (Nullable.GetUnderlyingType(type) is { } value) return Write(value) + "?";
            if (type.IsArray) return $"{Write(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
            if (type.IsGenericParameter) return type.Name;
            if (typeof(ITuple).IsAssignableFrom(type) && type.IsValueType && type.IsGenericType) return Tuple(type);
            return Named(type, type.GetGenericArguments());
        }

        private string Tuple(Type type)
        {
            var arguments = type.GetGenericArguments();
            var own = Enumerable.Range(_next, arguments.Length).Select(i => names is null ? null : names[i]).ToArray();
            _next += arguments.Length;
            return $"({string.Join(", ", arguments.Select((a, i) => Write(a) + (own[i] is { } name ? " " + Identifier(name) : "")))})";
        }

        // A nested type's generic arguments include those of the types around it.
        private string Named(Type type, ReadOnlySpan<Type> arguments)
        {
            var outer = type.DeclaringType?.GetGenericArguments().Length ?? 0;
            var prefix = type.DeclaringType is { } declaring ? Named(declaring, arguments[..outer]) + "." : "";
            var own = arguments[outer..].ToArray();
            return prefix + type.Name.Split('`')[0] + (own.Length > 0 ? $"<{string.Join(", ", own.Select(Write))}>" : "");
        }
    }

    public static string Parameters(MethodBase method)
    {
        var list = string.Join(", ", method.GetParameters().Select(Parameter));
        return method.IsDefined(typeof(ExtensionAttribute), false) ? "this " + list : list;
    }

    public static string Parameter(ParameterInfo p)
    {
        var passing = p.IsOut ? "out " : p.ParameterType.IsByRef ? "ref " : p.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "";
        var fallback = p.HasDefaultValue ? " = " + Literal(p.RawDefaultValue, p.ParameterType) : "";
        return $"{passing}{Short(p.ParameterType, p)} {Identifier(p.Name!)}{fallback}";
    }

    public static string Constraints(Type[] generics) => string.Concat(generics.Select(Constraint));

    private static string Constraint(Type parameter)
    {
        var attributes = parameter.GenericParameterAttributes;
        var parts = new List<string>();
        var unmanaged = parameter.CustomAttributes.Any(a => a.AttributeType.Name == "IsUnmanagedAttribute");
        var isStruct = attributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
        if (unmanaged) parts.Add("unmanaged");
        else if (isStruct) parts.Add("struct");
        if (attributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint)) parts.Add("class");
        parts.AddRange(parameter.GetGenericParameterConstraints().Where(c => c != typeof(ValueType)).Select(c => Short(c)));
        if (attributes.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) && !isStruct) parts.Add("new()");
        return parts.Count == 0 ? "" : $" where {parameter.Name} : {string.Join(", ", parts)}";
    }

    public static string Literal(object? value, Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (value is null) return type.IsValueType && !IsOptional(type) ? "default" : "null";
        if (type.IsEnum) return $"{Short(type)}.{Enum.ToObject(type, value)}";
        return value switch
        {
            bool flag => flag ? "true" : "false",
            float number => number.ToString(CultureInfo.InvariantCulture) + "f",
            double number => number.ToString(CultureInfo.InvariantCulture),
            string text => '"' + text + '"',
            char letter => $"'{letter}'",
            _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };
    }

    // A null default of a value type is an absent optional, unless the type is itself a struct passed by value.
    private static bool IsOptional(Type type) => type.IsPrimitive || type.IsEnum || typeof(ITuple).IsAssignableFrom(type);
}
