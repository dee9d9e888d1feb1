using System.Text;
using System.Xml;

namespace OxyPlot;

/// <summary>Writes a document of XML.</summary>
public abstract class XmlWriterBase : IDisposable
{
    private readonly XmlWriter writer;
    private bool disposed;

    protected XmlWriterBase(Stream stream) => writer = XmlWriter.Create(stream, new XmlWriterSettings
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        Indent = true,
        IndentChars = " ",
        NewLineChars = "\n",
        ConformanceLevel = ConformanceLevel.Auto,
        OmitXmlDeclaration = true,
        CheckCharacters = true,
    });

    public virtual void Close() => writer.Close();

    public void Dispose()
    {
        if (!disposed)
            Close();
        disposed = true;
        GC.SuppressFinalize(this);
    }

    public void Flush() => writer.Flush();

    protected void WriteStartDocument(bool standalone) =>
        writer.WriteRaw($"<?xml version=\"1.0\" encoding=\"utf-8\" standalone=\"{(standalone ? "yes" : "no")}\"?>\n");

    protected void WriteEndDocument() => writer.Flush();

    protected void WriteDocType(string name, string pubid, string sysid, string subset) => writer.WriteDocType(name, pubid, sysid, subset);

    protected void WriteStartElement(string name) => writer.WriteStartElement(name);

    protected void WriteStartElement(string name, string ns) => writer.WriteStartElement(name, ns);

    protected void WriteEndElement() => writer.WriteEndElement();

    protected void WriteElementString(string name, string text) => writer.WriteElementString(name, Printable(text));

    protected void WriteAttributeString(string name, string value) => writer.WriteAttributeString(name, Printable(value));

    protected void WriteAttributeString(string prefix, string name, string ns, string value) =>
        writer.WriteAttributeString(prefix, name, ns, Printable(value));

    protected void WriteString(string text) => writer.WriteString(Printable(text));

    protected void WriteRaw(string text) => writer.WriteRaw(text);

    /// <summary>XML has no way to write control characters or halves of a pair, so a title that holds one shows a blank there.</summary>
    private static string Printable(string text)
    {
        if (text == null)
            return null;
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
                result.Append(text, i++, 2);
            else
                result.Append(XmlConvert.IsXmlChar(text[i]) ? text[i] : ' ');
        }

        return result.ToString();
    }
}
