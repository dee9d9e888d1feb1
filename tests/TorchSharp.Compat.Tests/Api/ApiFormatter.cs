using System.Reflection;
using System.Runtime.CompilerServices;

namespace TorchSharp.Compat.Tests.Api;

/// <summary>Writes types and members the way the listing does.</summary>
internal static class ApiFormatter
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static bool IsVisible(Type type) =>
        (type.IsPublic || ((type.IsNestedPublic || type.IsNestedFamily || type.IsNestedFamORAssem) && IsVisible(type.DeclaringType!)))
        && !type.IsDefined(typeof(CompilerGeneratedAttribute), false) && type.Name[0] != '<';

    public static string FullName(Type type) => type.Namespace + "." + TypeNames.Short(type);

    /// <summary>Access, kind, name, base and constraints: all of a header but the interfaces.</summary>
    public static string Header(Type type)
    {
        var access = type.IsNestedFamORAssem ? "protected internal" : type.IsNestedFamily ? "protected" : "public";
        if (typeof(Delegate).IsAssignableFrom(type))
        {
            var invoke = type.GetMethod("Invoke")!;
            return $"{access} delegate {TypeNames.Short(invoke.ReturnType, invoke.ReturnParameter)} {FullName(type)}({TypeNames.Parameters(invoke)})";
        }
        var kind = type.IsInterface ? "interface" : type.IsEnum ? "enum" : type.IsValueType ? "struct"
            : type is { IsAbstract: true, IsSealed: true } ? "static class" : type.IsAbstract ? "abstract class" : type.IsSealed ? "sealed class" : "class";
        var parent = type.IsEnum ? " : " + TypeNames.Short(Enum.GetUnderlyingType(type))
            : type.IsClass && type.BaseType != typeof(object) ? " : " + TypeNames.Short(type.BaseType!) : "";
        return $"{access} {kind} {FullName(type)}{parent}{(type.IsGenericType ? TypeNames.Constraints(Own(type)) : "")}";
    }

    private static Type[] Own(Type type) => type.GetGenericArguments().Skip(type.DeclaringType?.GetGenericArguments().Length ?? 0).ToArray();

    public static IEnumerable<string> Interfaces(Type type)
    {
        var inherited = (type.BaseType?.GetInterfaces() ?? []).Concat(type.GetInterfaces().SelectMany(i => i.GetInterfaces()));
        return type.IsEnum ? [] : type.GetInterfaces().Except(inherited).Where(i => i.IsPublic || i.IsNestedPublic).Select(i => TypeNames.Short(i));
    }

    public static IEnumerable<string> Members(Type type)
    {
        if (typeof(Delegate).IsAssignableFrom(type)) return [];
        if (type.IsEnum) return Enum.GetNames(type).Select(name => $"{name} = {Convert.ToInt64(Enum.Parse(type, name))}");
        return type.GetConstructors(Declared & ~BindingFlags.Static).Where(Visible).Where(c => !type.IsValueType || c.GetParameters().Length > 0).Select(c => Constructor(type, c))
            .Concat(type.GetFields(Declared).Where(Visible).Select(Field))
            .Concat(type.GetProperties(Declared).Where(Visible).Select(Property))
            .Concat(type.GetMethods(Declared).Where(m => Visible(m) && !IsAccessor(m)).Select(Method));
    }

    private static string Constructor(Type type, ConstructorInfo c) => $"{Access(c)}{type.Name.Split('`')[0]}({TypeNames.Parameters(c)});";

    private static string Field(FieldInfo f)
    {
        var access = f.IsPublic ? "public " : f.IsFamilyOrAssembly ? "protected internal " : "protected ";
        var name = TypeNames.Identifier(f.Name);
        if (f.IsLiteral) return $"{access}const {TypeNames.Short(f.FieldType)} {name} = {TypeNames.Literal(f.GetRawConstantValue(), f.FieldType)};";
        return $"{access}{(f.IsStatic ? "static " : "")}{(f.IsInitOnly ? "readonly " : "")}{TypeNames.Short(f.FieldType, f)} {name};";
    }

    private static string Property(PropertyInfo p)
    {
        var widest = new[] { p.GetMethod, p.SetMethod }.Where(m => m is not null && Visible(m)).MinBy(m => m!.IsPublic ? 0 : m.IsFamilyOrAssembly ? 1 : 2)!;
        string Part(MethodInfo? accessor, string word) =>
            accessor is null || !Visible(accessor) ? "" : Access(accessor) == Access(widest) ? $" {word};" : $" {Access(accessor)}{word};";
        var index = p.GetIndexParameters();
        var name = index.Length == 0 ? TypeNames.Identifier(p.Name) : $"this[{string.Join(", ", index.Select(TypeNames.Parameter))}]";
        return $"{Access(widest)}{Modifiers(widest)}{TypeNames.Short(p.PropertyType, p)} {name} {{{Part(p.GetMethod, "get")}{Part(p.SetMethod, "set")} }}";
    }

    private static string Method(MethodInfo m)
    {
        if (m.Name == "Finalize") return $"~{m.DeclaringType!.Name.Split('`')[0]}();";
        var result = TypeNames.Short(m.ReturnType, m.ReturnParameter);
        if (m.Name is "op_Implicit" or "op_Explicit") return $"public static {m.Name[3..].ToLowerInvariant()} operator {result}({TypeNames.Parameters(m)});";
        if (m.IsSpecialName && TypeNames.Operator(m.Name) is { } op) return $"public static {result} operator {op}({TypeNames.Parameters(m)});";
        var generics = m.IsGenericMethodDefinition ? m.GetGenericArguments() : [];
        var list = generics.Length > 0 ? $"<{string.Join(", ", generics.Select(g => g.Name))}>" : "";
        return $"{Access(m)}{Modifiers(m)}{result} {TypeNames.Identifier(m.Name)}{list}({TypeNames.Parameters(m)}){TypeNames.Constraints(generics)};";
    }

    private static string Access(MethodBase m) =>
        m.DeclaringType!.IsInterface ? "" : m.IsPublic ? "public " : m.IsFamilyOrAssembly ? "protected internal " : "protected ";

    private static string Modifiers(MethodInfo m)
    {
        if (m.DeclaringType!.IsInterface) return "";
        if (m.IsStatic) return "static ";
        if (!m.IsVirtual) return "";
        if (m.GetBaseDefinition() != m) return m.IsFinal ? "sealed override " : m.IsAbstract ? "abstract override " : "override ";
        return m.IsAbstract ? "abstract " : m.IsFinal ? "" : "virtual ";
    }

    private static bool Visible(MethodBase m) => m.IsPublic || m.IsFamily || m.IsFamilyOrAssembly;
    private static bool Visible(FieldInfo f) => (f.IsPublic || f.IsFamily || f.IsFamilyOrAssembly) && !f.IsSpecialName;
    private static bool Visible(PropertyInfo p) => p.GetAccessors(nonPublic: true).Any(Visible);
    private static bool IsAccessor(MethodInfo m) => m.IsSpecialName && !m.Name.StartsWith("op_", StringComparison.Ordinal);
}
