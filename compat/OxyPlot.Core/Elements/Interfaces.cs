using OxyPlot.Axes;

namespace OxyPlot;

public interface IPlotElement
{
    OxyRect GetClippingRect();

    int GetElementHashCode();
}

/// <summary>An element placed in data space by two axes.</summary>
public interface IXyAxisPlotElement : IPlotElement
{
    Axis XAxis { get; }

    Axis YAxis { get; }

    DataPoint InverseTransform(ScreenPoint p);

    ScreenPoint Transform(DataPoint p);
}

/// <summary>An element whose x axis may stand upright.</summary>
public interface ITransposablePlotElement : IXyAxisPlotElement
{
}

/// <summary>What an exporter or a view needs of a plot.</summary>
public interface IPlotModel
{
    OxyColor Background { get; }

    void Update(bool updateData);

    void Render(IRenderContext rc, OxyRect rect);
}

public interface IExporter
{
    void Export(IPlotModel model, Stream stream);
}
