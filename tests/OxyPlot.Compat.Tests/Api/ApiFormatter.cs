using System.Reflection;

namespace OxyPlot.Compat.Tests.Api;

/// <summary>Writes types and members the way the listing does.</summary>
internal static class ApiFormatter
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Header(Type type)
    {
        var access = type.IsNestedFamily ? "protected" : "public";
        var kind = type.IsInterface ? "interface"
            : type.IsEnum ? "enum"
            : type.IsValueType ? "struct"
            : type is { IsAbstract: true, IsSealed: true } ? "static class"
            : type.IsAbstract ? "abstract class" : type.IsSealed ? "sealed class" : "class";
        return $"{access} {kind} {FullName(type)}";
    }

    public static string FullName(Type type) => type.Namespace + "." + TypeNames.Short(type);

    /// <summary>The base that a header names: none for plain classes, structs and interfaces.</summary>
    public static string? Base(Type type) => type switch
    {
        { IsEnum: true } => TypeNames.Short(Enum.GetUnderlyingType(type)),
        { IsClass: true, BaseType: { } parent } when parent != typeof(object) => TypeNames.Short(parent),
        _ => null,
    };

    public static IEnumerable<string> Interfaces(Type type)
    {
        var inherited = (type.BaseType?.GetInterfaces() ?? []).Concat(type.GetInterfaces().SelectMany(i => i.GetInterfaces()));
        return type.IsEnum ? [] : type.GetInterfaces().Except(inherited).Where(i => i.IsPublic).Select(TypeNames.Short);
    }

    public static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
            return Enum.GetNames(type).Select(name => $"{name} = {Convert.ToInt64(Enum.Parse(type, name))}");
        return type.GetConstructors(Declared & ~BindingFlags.Static).Where(Visible).Select(c => Constructor(type, c))
            .Concat(type.GetFields(Declared).Where(Visible).Select(Field))
            .Concat(type.GetProperties(Declared).Where(Visible).Select(Property))
            .Concat(type.GetEvents(Declared).Where(e => Visible(e.AddMethod!)).Select(Event))
            .Concat(type.GetMethods(Declared).Where(m => Visible(m) && !IsAccessor(m)).Select(Method));
    }

    public static IEnumerable<string> AbstractMembers(Type type) =>
        type.GetMethods(Declared).Where(m => m.IsAbstract && Visible(m) && !IsAccessor(m)).Select(Method)
            .Concat(type.GetProperties(Declared).Where(p => Visible(p) && Accessor(p).IsAbstract).Select(Property));

    private static string Constructor(Type type, ConstructorInfo c) => $"{Access(c)}{TypeNames.Simple(type)}({TypeNames.Parameters(c)});";

    private static string Field(FieldInfo f)
    {
        var access = f.IsPublic ? "public " : f.IsFamilyOrAssembly ? "protected internal " : "protected ";
        if (f.IsLiteral)
            return $"{access}const {TypeNames.Short(f.FieldType)} {f.Name} = {TypeNames.Literal(f.GetRawConstantValue(), f.FieldType)};";
        return $"{access}{(f.IsStatic ? "static " : string.Empty)}{(f.IsInitOnly ? "readonly " : string.Empty)}{TypeNames.Short(f.FieldType)} {f.Name};";
    }

    private static string Property(PropertyInfo p)
    {
        var widest = Accessor(p);
        string Part(MethodInfo? accessor, string word) =>
            accessor == null || !Visible(accessor) ? string.Empty : Access(accessor) == Access(widest) ? $" {word};" : $" {Access(accessor)}{word};";
        var index = p.GetIndexParameters();
        var name = index.Length == 0 ? p.Name : $"this[{string.Join(", ", index.Select(TypeNames.Parameter))}]";
        return $"{Access(widest)}{Modifiers(widest)}{TypeNames.Short(p.PropertyType)} {name} {{{Part(p.GetMethod, "get")}{Part(p.SetMethod, "set")} }}";
    }

    private static string Event(EventInfo e) => $"{Access(e.AddMethod!)}event {TypeNames.Short(e.EventHandlerType!)} {e.Name};";

    private static string Method(MethodInfo m)
    {
        if (m.Name.StartsWith("op_", StringComparison.Ordinal))
            return $"public static {TypeNames.Short(m.ReturnType)} operator {TypeNames.Operator(m.Name)}({TypeNames.Parameters(m)});";
        var generic = m.IsGenericMethodDefinition ? $"<{string.Join(", ", m.GetGenericArguments().Select(TypeNames.Short))}>" : string.Empty;
        return $"{Access(m)}{Modifiers(m)}{TypeNames.Short(m.ReturnType)} {m.Name}{generic}({TypeNames.Parameters(m)});";
    }

    private static string Access(MethodBase m) =>
        m.DeclaringType!.IsInterface ? string.Empty : m.IsPublic ? "public " : m.IsFamilyOrAssembly ? "protected internal " : "protected ";

    private static string Modifiers(MethodInfo m)
    {
        if (m.DeclaringType!.IsInterface)
            return string.Empty;
        if (m.IsStatic)
            return "static ";
        if (!m.IsVirtual)
            return string.Empty;
        if (m.GetBaseDefinition() != m)
            return m.IsFinal ? "sealed override " : m.IsAbstract ? "abstract override " : "override ";
        return m.IsAbstract ? "abstract " : m.IsFinal ? string.Empty : "virtual ";
    }

    private static MethodInfo Accessor(PropertyInfo p) =>
        new[] { p.GetMethod, p.SetMethod }.Where(m => m != null && Visible(m)).MinBy(m => m!.IsPublic ? 0 : m.IsFamilyOrAssembly ? 1 : 2)!;

    private static bool Visible(MethodBase m) => m.IsPublic || m.IsFamily || m.IsFamilyOrAssembly;

    private static bool Visible(FieldInfo f) => (f.IsPublic || f.IsFamily || f.IsFamilyOrAssembly) && !f.IsSpecialName;

    private static bool Visible(PropertyInfo p) => p.GetAccessors(nonPublic: true).Any(Visible);

    private static bool IsAccessor(MethodInfo m) => m.IsSpecialName && !m.Name.StartsWith("op_", StringComparison.Ordinal);
}
